package dev.isotherm.flow.topology;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.progress.PartsWithoutTime;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.reorder.ReorderMessages;
import dev.isotherm.flow.replay.ReplayTypes;
import dev.isotherm.flow.signal.EvaluateSignals;
import dev.isotherm.flow.signal.EvaluateSignalsInBatch;
import dev.isotherm.flow.signal.ExcludeLateMessages;
import dev.isotherm.flow.signal.SignalMessage;
import dev.isotherm.flow.signal.SignalTypes;
import dev.isotherm.flow.signal.TaggedMessage;
import dev.isotherm.flow.signal.TakeMessages;
import dev.isotherm.flow.signal.step.EvaluateGroups;
import dev.isotherm.flow.signal.step.EvaluateStepRules;
import dev.isotherm.flow.signal.step.EvaluateSteps;
import dev.isotherm.flow.signal.step.StepPart;
import dev.isotherm.flow.signal.step.StepResult;
import dev.isotherm.flow.signal.step.StepTypes;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * The topology of alerts on signals.
 *
 * <pre>
 * with each message:  readings → take messages (→ reorder messages) → evaluate signals
 * in steps:           readings → take messages → evaluate steps ─────────────→ evaluate step rules
 *                                                             ↘ evaluate groups ↗
 * </pre>
 *
 * <p>Each has transitions, and late messages leave at the first step that knows their sensor. Steps
 * need no order: they bring the parts of a message together by themselves.
 */
public final class SignalTopology {

  private static final RuleScope SIGNALS = new RuleScope(Source.SIGNALS, null);
  private static final RuleScope STEPS = new RuleScope(Source.STEPS, null);

  private final AlertRules rules;
  private final boolean isBounded;

  /** How long messages wait for their order and their parts; empty if they do not wait. */
  private final Optional<Duration> messageDelay;

  /** What a replay leaves out; {@code null} for anything else. */
  private final @Nullable DataStream<LateReading> lateLog;

  private SignalTopology(
      AlertRules rules,
      boolean isBounded,
      Optional<Duration> messageDelay,
      @Nullable DataStream<LateReading> lateLog) {
    this.rules = rules;
    this.isBounded = isBounded;
    this.messageDelay = messageDelay;
    this.lateLog = lateLog;
  }

  /**
   * Evaluates the rules of a stream; empty if no initial rule is on a signal.
   *
   * @param messageDelay see {@link Ordering}
   */
  static Optional<AlertTopology.Alerts> alert(
      DataStream<ReadingBlock> readings, AlertRules rules, Optional<Duration> messageDelay) {
    return new SignalTopology(rules, false, messageDelay, null).alerts(readings);
  }

  /**
   * Evaluates the rules of a bounded input; empty if no rule is on a signal. For BATCH mode only.
   */
  public static Optional<AlertTopology.Alerts> alertSorted(
      DataStream<ReadingBlock> readings, RuleSetHistory rules) {
    return new SignalTopology(AlertRules.of(rules), true, Optional.empty(), null).alerts(readings);
  }

  /**
   * Evaluates the rules of a replay, without what the late log names. The late entries of the
   * result are those that name no reading. For BATCH mode only.
   */
  public static Optional<AlertTopology.Alerts> replay(
      DataStream<ReadingBlock> readings, DataStream<LateReading> lateLog, RuleSetHistory rules) {
    return new SignalTopology(AlertRules.of(rules), true, Optional.empty(), lateLog)
        .alerts(readings);
  }

  private Optional<AlertTopology.Alerts> alerts(DataStream<ReadingBlock> readings) {
    List<AlertTopology.Alerts> alerts = new ArrayList<>();
    for (RuleScope scope : List.of(SIGNALS, STEPS)) {
      if (rules.known().watches(scope.source())) {
        alerts.add(alerts(readings, scope));
      }
    }
    return alerts.stream().reduce(AlertTopology.Alerts::unionAll);
  }

  private AlertTopology.Alerts alerts(DataStream<ReadingBlock> readings, RuleScope scope) {
    DataStream<SignalMessage> messages =
        ruled(
            readings,
            "take messages of " + scope.source(),
            SignalTypes.SIGNAL_MESSAGE,
            new TakeMessages(rules.known(), rules.published(), scope));
    if (lateLog == null) {
      return evaluate(messages, scope);
    }
    SingleOutputStreamOperator<SignalMessage> inTime = inTime(messages, lateLog, scope);
    AlertTopology.Alerts alerts = evaluate(inTime, scope);
    return new AlertTopology.Alerts(
        alerts.transitions(),
        inTime.getSideOutput(ReplayTypes.UNMATCHED),
        alerts.afterEndOfInput(),
        alerts.progress());
  }

  private AlertTopology.Alerts evaluate(DataStream<SignalMessage> messages, RuleScope scope) {
    KeyedStream<SignalMessage, Series> bySensor =
        messages.keyBy(SignalMessage::series, ModelTypes.SERIES);
    return scope.source() == Source.STEPS
        ? inSteps(bySensor)
        : withEachMessage(messageDelay.map(delay -> reordered(bySensor, delay)).orElse(bySensor));
  }

  private static KeyedStream<SignalMessage, Series> reordered(
      KeyedStream<SignalMessage, Series> messages, Duration delay) {
    DataStream<SignalMessage> sorted =
        messages
            .transform("reorder messages", SignalTypes.SIGNAL_MESSAGE, new ReorderMessages(delay))
            .uid("reorder-messages")
            .setBufferTimeout(AlertTopology.BUFFER_MILLIS);
    // Keyed already; another exchange could change the order again.
    return DataStreamUtils.reinterpretAsKeyedStream(
        sorted, SignalMessage::series, ModelTypes.SERIES);
  }

  private SingleOutputStreamOperator<SignalMessage> inTime(
      DataStream<SignalMessage> messages, DataStream<LateReading> late, RuleScope scope) {
    Set<String> names =
        rules.known().on(scope.source()).stream().map(Rule::name).collect(Collectors.toSet());
    String of = " of " + scope.source();
    DataStream<TaggedMessage> entries =
        late.filter(entry -> entry.rule() != null && names.contains(entry.rule()))
            .name("late log" + of)
            .uid(uid("late log" + of))
            .map(TaggedMessage::of, SignalTypes.TAGGED_MESSAGE)
            .name("tagged late log" + of)
            .uid(uid("tagged late log" + of));
    return messages
        .map(TaggedMessage::of, SignalTypes.TAGGED_MESSAGE)
        .name("tagged messages" + of)
        .uid(uid("tagged messages" + of))
        .union(entries)
        .keyBy(tagged -> tagged.message().series(), ModelTypes.SERIES)
        .process(new ExcludeLateMessages(), SignalTypes.SIGNAL_MESSAGE)
        .name("exclude late" + of)
        .uid(uid("exclude late" + of));
  }

  private AlertTopology.Alerts withEachMessage(KeyedStream<SignalMessage, Series> messages) {
    String name = "evaluate signals";
    return AlertTopology.alerts(
        isBounded
            ? messages
                .transform(
                    name, AlertTypes.TRANSITION, new EvaluateSignalsInBatch(rules.known(), SIGNALS))
                .uid(uid(name))
            : ruled(
                messages,
                name,
                AlertTypes.TRANSITION,
                new EvaluateSignals(rules.known(), rules.published(), SIGNALS, rules.before())));
  }

  private AlertTopology.Alerts inSteps(KeyedStream<SignalMessage, Series> messages) {
    SingleOutputStreamOperator<StepResult> ofSensors =
        ruled(
            messages,
            "evaluate steps",
            StepTypes.STEP_RESULT,
            new EvaluateSteps(rules.known(), rules.published(), STEPS, isBounded));
    DataStream<StepResult> ofGroups =
        ruled(
            ofSensors.getSideOutput(StepTypes.PARTS).keyBy(StepPart::group, ModelTypes.SERIES),
            "evaluate groups",
            StepTypes.STEP_RESULT,
            new EvaluateGroups(rules.known(), rules.published(), STEPS, isBounded));
    AlertTopology.Alerts alerts =
        AlertTopology.alerts(
            ruled(
                ofSensors.union(ofGroups).keyBy(StepResult::series, ModelTypes.SERIES),
                "evaluate step rules",
                AlertTypes.TRANSITION,
                new EvaluateStepRules(
                    rules.known(), rules.published(), STEPS, rules.before(), isBounded)));
    return new AlertTopology.Alerts(
        alerts.transitions(),
        ofSensors.getSideOutput(AlertTypes.LATE),
        alerts.afterEndOfInput(),
        withoutTime(
            alerts.progress().union(ofSensors.getSideOutput(ProgressTypes.PROGRESS_PARTS))));
  }

  private static DataStream<ProgressPart> withoutTime(DataStream<ProgressPart> parts) {
    return parts
        .transform("progress of steps", ProgressTypes.PROGRESS_PART, new PartsWithoutTime())
        .uid("progress-of-steps");
  }

  /** Adds an operator that knows the rules, and learns of their changes if they can change. */
  private <I, O, T extends OneInputStreamOperator<I, O> & TwoInputStreamOperator<I, RulesUpdate, O>>
      SingleOutputStreamOperator<O> ruled(
          DataStream<I> input, String name, TypeInformation<O> type, T operator) {
    SingleOutputStreamOperator<O> added =
        rules.canChange()
            ? input.connect(rules.updates().broadcast()).transform(name, type, operator)
            : input.transform(name, type, operator);
    added.uid(uid(name));
    return isBounded ? added : added.setBufferTimeout(AlertTopology.BUFFER_MILLIS);
  }

  private static String uid(String name) {
    return name.replace(' ', '-');
  }
}
