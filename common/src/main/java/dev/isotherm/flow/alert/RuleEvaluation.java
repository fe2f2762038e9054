package dev.isotherm.flow.alert;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.RuleVersions;
import dev.isotherm.rules.Selector.Source;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Shows the readings of a series to its rules. What becomes of an alert is decided in {@link
 * AlertMachine}; here a timer wakes it at its next deadline if no newer reading does so before.
 *
 * <p>Once a deadline has passed with the watermark, a reading from before it cannot undo what was
 * said: it is as much out of order as one that is older than the last reading. A replay without it
 * then comes to the same deadline. So it is with the instant of a new version of the rules: when
 * the watermark has passed it, every series with alerts comes under that version, also one that is
 * silent.
 *
 * <p>A series may lag so far that its deadline has passed when it is set. Flink then calls with the
 * next watermark; where none comes but the last one, with that.
 *
 * <p>The state is bounded by series × rules that watch them: three instants per series, and a
 * status per alert that has something to remember.
 *
 * @param <I> one reading or more
 */
abstract class RuleEvaluation<I> extends AbstractStreamOperator<Transition>
    implements OneInputStreamOperator<I, Transition>, Triggerable<Series, VoidNamespace> {

  private static final long serialVersionUID = 1;

  private final RuleSetHistory known;
  private final Source source;

  private transient RuleVersions versions;
  private transient SeriesAlerts alerts;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient ValueState<Long> wakeUp;
  private transient ListState<Long> firingCount;
  private transient ListState<String> firstRules;
  private transient long firingBefore;
  private transient long takenOverMillis;
  private transient long watermark;
  private transient long owed;
  private transient boolean ended;
  private transient Counter transitions;

  /**
   * Evaluates some of the rules in force.
   *
   * @param source only those that look at this; where it is averages, each comes as a reading
   */
  RuleEvaluation(RuleSetHistory known, Source source) {
    this.known = known;
    this.source = source;
  }

  /**
   * The sum of what fires over all subtasks is right; after rescaling a single one's share may be
   * off.
   *
   * @throws IllegalStateException if the state is of other rules from the start: what its alerts
   *     have come to has no meaning under these
   */
  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    firingCount =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("firing-count", Types.LONG));
    firstRules =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("first-rules", Types.STRING));
    for (String before : firstRules.get()) {
      if (!before.equals(firstMeaning())) {
        throw new IllegalStateException(
            "--rules: the state is of a stream that began with rules of another meaning; begin with"
                + " those again, and put the new ones to it with rules publish");
      }
    }
    firingBefore = 0;
    for (long count : firingCount.get()) {
      firingBefore += count;
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    versions = new RuleVersions(known.with(published()), source);
    watermark = Long.MIN_VALUE;
    owed = AlertMachine.NEVER;
    takenOverMillis = RuleSetVersion.FROM_THE_START;
    alerts = new SeriesAlerts(getRuntimeContext(), versions, firingBefore, this::emit);
    timers = getInternalTimerService("deadlines", VoidNamespaceSerializer.INSTANCE, this);
    wakeUp = getRuntimeContext().getState(new ValueStateDescriptor<>("wake-up", Types.LONG));
    transitions = getMetricGroup().counter("transitions");
    getMetricGroup().gauge("firing", () -> alerts.firing());
  }

  private String firstMeaning() {
    return known.versions().get(0).rules().semanticFingerprint();
  }

  /** Versions that were published before this begins. */
  List<RuleSetVersion> published() throws Exception {
    return List.of();
  }

  /** Learns of a version. One that should be in force already is so with the next watermark. */
  final void learn(RuleSetVersion version) {
    if (versions.add(version)) {
      takenOverMillis = Math.min(takenOverMillis, version.effectiveFromMillis() - 1);
    }
  }

  /**
   * Shows readings to their rules, and sets a timer.
   *
   * @param late gets those that are not newer than what has been evaluated
   */
  final void evaluate(SeriesReadings readings, Consumer<Reading> late) throws Exception {
    ActiveRules now = alerts.evaluate(readings, late);
    if (now == null) {
      return;
    }
    long next = alerts.nextDeadline(readings.series());
    if (now.fromMillis() < takenOverMillis) {
      // The watermark has passed the end of these rules: what they have just begun is over.
      next = Math.min(next, versions.after(now).fromMillis());
    }
    wakeAt(next);
  }

  /** Shows a reading that is in order to its rules, and sets no timer. */
  final void evaluate(Reading reading) throws Exception {
    alerts.evaluate(reading);
  }

  /** Lets all that falls due until an instant, inclusively, happen to a series. */
  final void pass(Series series, long toMillis) throws Exception {
    alerts.pass(series, toMillis);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (!mark.equals(Watermark.MAX_WATERMARK)) {
      watermark = mark.getTimestamp();
      long newest = versions.at(mark.getTimestamp()).fromMillis();
      if (newest > takenOverMillis) {
        takeOver(newest);
        takenOverMillis = newest;
      }
    }
    owed = AlertMachine.NEVER;
    super.processWatermark(mark);
  }

  private void takeOver(long newestMillis) throws Exception {
    this.<Series>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            SeriesAlerts.statuses(),
            (series, statuses) -> alerts.pass(series, newestMillis));
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    wakeUp.clear();
    boolean isLast = timers.currentWatermark() == Watermark.MAX_WATERMARK.getTimestamp();
    if (isLast && timer.getTimestamp() > watermark) {
      return; // the end of the input is not a time
    }
    alerts.pass(timer.getKey(), timer.getTimestamp());
    wakeAt(alerts.nextDeadline(timer.getKey()));
  }

  @Override
  public final void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no timers by the clock");
  }

  /** Without a timer for each reading: one that wakes too early sets the next. */
  private void wakeAt(long deadline) throws Exception {
    if (deadline == AlertMachine.NEVER) {
      return;
    }
    Long before = wakeUp.value();
    if (before == null || before > deadline) {
      setTimer(deadline);
      wakeUp.update(deadline);
      owed = deadline <= watermark ? Math.min(owed, deadline) : owed;
    }
  }

  final void setTimer(long instant) {
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, instant);
  }

  void emit(Transition transition) {
    transitions.inc();
    output.collect(new StreamRecord<>(transition, transition.atMillis()));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      tellDeadlines();
    }
  }

  @Override
  public void finish() throws Exception {
    tellDeadlines();
    ended = true;
    super.finish();
  }

  private void tellDeadlines() {
    output.collect(
        ProgressTypes.PROGRESS_PARTS,
        new StreamRecord<>(ProgressPart.ofDeadlines(Math.min(watermark, owed - 1))));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    firingCount.update(List.of(alerts.firing()));
    firstRules.update(List.of(firstMeaning()));
  }
}
