package dev.isotherm.flow.alert;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.ActiveRules;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.ThrowingConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the rules of each series. {@link AlertMachine} decides about an alert; a timer calls it
 * at the alert's next deadline if no newer reading comes before.
 *
 * <p>Once the watermark has passed a deadline, an earlier reading cannot undo the transition: it is
 * late, like a reading that is older than the last one. A replay without it comes to the same
 * transition. The instant of a new version of the rules works in the same way: when the watermark
 * has passed it, the version applies to every series with alerts, also to one without new readings.
 *
 * <p>A series may lag so far that its deadline has passed when the timer is set. Flink then fires
 * the timer with the next watermark, or with the last one if there is no other.
 *
 * <p>What was published since the checkpoint that is restored is confirmed or taken back, see
 * {@link ConfirmTransitions}.
 *
 * <p>The state is bounded by series × rules that watch them: a few numbers per series, and a status
 * per alert that is not in its default state. A series whose alerts are all in their default state
 * is forgotten once its last reading is {@link #FORGET_AFTER} behind the watermark. For that
 * reason, a reading that is as old is late, whether or not its series is known: so whether a
 * reading is late does not depend on when a series was forgotten.
 *
 * <p>A version of the rules applies to each series when the event time of the series reaches the
 * version's instant. If a version is only known after that, it takes effect for the series right
 * after what was evaluated last.
 *
 * @param <I> one reading or more, or what the signals of rules are made of
 */
public abstract class RuleEvaluation<I> extends RuledOperator<I, Transition>
    implements Triggerable<Series, VoidNamespace> {

  private static final long serialVersionUID = 1;

  /** How far behind the watermark a reading is late for all rules, and its series forgotten. */
  public static final Duration FORGET_AFTER = Duration.ofDays(7);

  private final PublishedTransitions before;

  private transient SeriesAlerts alerts;
  private transient DeadlineTimers timers;
  private transient InitialRules initial;
  private transient ConfirmTransitions confirm;
  private transient RestoredWatermark restoredWatermark;
  private transient long appliedVersionMillis;
  private transient long watermark;

  /** What came before this instant may have been forgotten before this started. */
  private transient long forgottenBeforeStart;

  private transient SilentSeries silent;
  private transient SoughtRules sought;
  private transient boolean isRestored;
  private transient boolean ended;
  private transient Counter transitions;
  private transient Counter takenBack;

  /**
   * Evaluates the rules of a scope.
   *
   * @param known versions that are known when the job is built
   * @param published versions that are published when the job starts
   * @param scope of what the input is
   * @param before the transitions that were published before the state is restored
   */
  protected RuleEvaluation(
      RuleSetHistory known,
      PublishedRules published,
      RuleScope scope,
      PublishedTransitions before) {
    super(known, published, scope);
    this.before = before;
  }

  /**
   * Restores the state.
   *
   * @throws org.apache.flink.runtime.execution.SuppressRestartsException if the state was written
   *     under other initial rules: its alerts have no meaning under these
   */
  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    isRestored = context.isRestored();
    initial = new InitialRules(context.getOperatorStateStore());
    initial.require(initialFingerprint());
    confirm = new ConfirmTransitions(context.getOperatorStateStore(), before);
    restoredWatermark = new RestoredWatermark(context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    sought = new SoughtRules(versions());
    watermark = Long.MIN_VALUE;
    silent = new SilentSeries(FORGET_AFTER, restoredWatermark.max(Long.MIN_VALUE));
    appliedVersionMillis = RuleSetVersion.FROM_THE_START;
    forgottenBeforeStart = oldestMillis();
    alerts = new SeriesAlerts(getRuntimeContext(), versions(), this::emit);
    if (isRestored) {
      forEachSeriesWithAlerts(series -> alerts.countRestored());
    }
    timers =
        new DeadlineTimers(
            getInternalTimerService("deadlines", VoidNamespaceSerializer.INSTANCE, this),
            getRuntimeContext());
    transitions = getMetricGroup().counter("transitions");
    getMetricGroup().gauge("firing", () -> alerts.firing());
    getMetricGroup().gauge("limitsMissing", () -> versions().gaps());
    takenBack = getMetricGroup().counter("takenBack");
    TaskInfo task = getRuntimeContext().getTaskInfo();
    confirm.read(ConfirmTransitions.ofSubtask(atStart(), scope(), task), this::isInState);
  }

  /**
   * The transitions up to the last evaluated reading of their series are in the state. So are those
   * of a series that is forgotten.
   */
  private boolean isInState(Transition transition) throws Exception {
    setCurrentKey(transition.series());
    return transition.atMillis() <= oldestMillis() || alerts.has(transition);
  }

  private String initialFingerprint() {
    return known().versions().get(0).rules().semanticFingerprint();
  }

  /** If the version should apply already, it does so from the next watermark on. */
  @Override
  final void addedFrom(long effectiveFromMillis) {
    appliedVersionMillis = Math.min(appliedVersionMillis, before(effectiveFromMillis));
  }

  private static long before(long instant) {
    return Math.max(instant, RuleSetVersion.FROM_THE_START + 1) - 1;
  }

  /**
   * Evaluates readings and sets a timer for the next deadline.
   *
   * @param late receives the readings that do not come after the last evaluated one, or that are
   *     {@link #FORGET_AFTER} behind the watermark
   */
  final void evaluate(SeriesReadings readings, Consumer<Reading> late) throws Exception {
    setTimer(readings.series(), alerts.evaluate(readings, oldestMillis(), late));
  }

  /** Begins the alerts of a series that is expected, see {@link SeriesAlerts#expect}. */
  final void expect(Series series, long sinceMillis) throws Exception {
    alerts.expect(series, sinceMillis, forgottenMillis(sinceMillis));
  }

  /** Begins the alerts of a series that is expected, and sets a timer for its next deadline. */
  final void expectWithTimer(Series series, long sinceMillis) throws Exception {
    setCurrentKey(series);
    setTimer(series, alerts.expect(series, sinceMillis, forgottenMillis(sinceMillis)));
  }

  private static long forgottenMillis(long sinceMillis) {
    return sinceMillis - FORGET_AFTER.toMillis();
  }

  /** The watermark so far. */
  final long watermark() {
    return watermark;
  }

  /** Whether this continues from a checkpoint or savepoint. */
  final boolean isRestored() {
    return isRestored;
  }

  /**
   * Sets a timer for the next deadline of a series.
   *
   * @param now the rules that it was evaluated by; {@code null} if it was not
   */
  private void setTimer(Series series, @Nullable ActiveRules now) throws Exception {
    if (now == null) {
      return;
    }
    setTimerAfter(series, now.fromMillis());
  }

  /**
   * Sets a timer for the next deadline of a series.
   *
   * @param reachedMillis up to where deadlines and versions have been processed
   */
  private void setTimerAfter(Series series, long reachedMillis) throws Exception {
    long next = alerts.nextDeadline(series, reachedMillis);
    ActiveRules now = versions().at(reachedMillis);
    if (now.fromMillis() < appliedVersionMillis) {
      // The watermark has passed the end of these rules: the next version must be applied soon.
      next = Math.min(next, versions().after(now).fromMillis());
    }
    timers.setAt(next, watermark);
  }

  /** Readings before this instant are late, whatever their series. */
  private long oldestMillis() {
    return silent.oldestMillis(restoredWatermark.max(watermark));
  }

  /** Evaluates readings that are in order, without setting a timer. */
  final void evaluateInOrder(SeriesReadings readings) throws Exception {
    alerts.evaluateInOrder(readings);
  }

  /** Processes the deadlines of a series up to and including an instant. */
  protected final void advanceTime(Series series, long toMillis) throws Exception {
    alerts.advanceTime(series, toMillis);
  }

  /**
   * Evaluates the result of a signal for the series of its alert, and sets a timer for the next
   * deadline.
   *
   * @return whether it was in order; if not, nothing was evaluated
   */
  protected final boolean evaluate(Series series, SignalSource signal) throws Exception {
    if (!alerts.isInOrder(series, signal, oldestMillis())) {
      return false;
    }
    setTimer(series, alerts.evaluate(series, signal));
    return true;
  }

  /** Evaluates the result of a signal that is in order, without setting a timer. */
  protected final void evaluateInOrder(Series series, SignalSource signal) throws Exception {
    alerts.evaluate(series, signal);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (!RestoredWatermark.isEndOfInput(mark.getTimestamp())) {
      watermark = mark.getTimestamp();
      long newest = versions().at(mark.getTimestamp()).fromMillis();
      if (newest > appliedVersionMillis) {
        forEachSeriesWithAlerts(series -> alerts.advanceTime(series, newest));
        long applied = appliedVersionMillis;
        appliedVersionMillis = newest;
        versionsApplied(Math.max(applied, forgottenBeforeStart), newest);
      }
      restoredWatermark.advance(watermark);
      forgetSilentSeries();
    }
    timers.forgetOverdue();
    super.processWatermark(mark);
    confirm.advance(mark.getTimestamp(), versions(), this::statusOf, this::takeBack);
  }

  /**
   * Takes note that the watermark has passed the instants of versions.
   *
   * @param afterMillis those up to here are no news
   * @param toMillis the instant of the last one
   */
  void versionsApplied(long afterMillis, long toMillis) throws Exception {}

  private AlertStatus statusOf(Transition transition) throws Exception {
    setCurrentKey(transition.series());
    return alerts.status(transition.rule());
  }

  private void takeBack(Transition retraction) {
    takenBack.inc();
    send(retraction);
  }

  private void forgetSilentSeries() throws Exception {
    if (!silent.isDue(watermark)) {
      return;
    }
    long oldest = oldestMillis();
    this.<Series>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            SeriesAlerts.lastEvaluated(),
            (series, last) -> alerts.forgetBefore(oldest));
    forgetSilent(oldest);
  }

  /**
   * Forgets what else is kept of silent series.
   *
   * @param oldestMillis what comes before this instant is late
   */
  protected void forgetSilent(long oldestMillis) throws Exception {}

  private void forEachSeriesWithAlerts(ThrowingConsumer<Series, Exception> action)
      throws Exception {
    this.<Series>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            SeriesAlerts.statuses(),
            (series, statuses) -> action.accept(series));
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    timers.clear();
    if (RestoredWatermark.isEndOfInput(timers.currentWatermark())
        && timer.getTimestamp() > watermark) {
      return;
    }
    alerts.advanceTime(timer.getKey(), timer.getTimestamp());
    setTimerAfter(timer.getKey(), timer.getTimestamp());
  }

  @Override
  public final void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no processing-time timers");
  }

  /** Sets a timer of the current series, beside the one at its next deadline. */
  protected final void setTimer(long instant) {
    timers.set(instant);
  }

  /** Sends a transition. */
  protected void emit(Transition transition) {
    confirm.beforeNext(transition, this::takeBack);
    send(transition);
  }

  private void send(Transition transition) {
    transitions.inc();
    output.collect(new StreamRecord<>(transition, transition.atMillis()));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      sendDeadlines();
    }
  }

  @Override
  public void finish() throws Exception {
    sendDeadlines();
    ended = true;
    super.finish();
  }

  private void sendDeadlines() {
    ProgressPart part = ProgressPart.ofDeadlines(Math.min(watermark, timers.overdue() - 1));
    output.collect(ProgressTypes.PROGRESS_PARTS, new StreamRecord<>(sought.addTo(part, watermark)));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    initial.snapshot(initialFingerprint());
    confirm.snapshot(context.getCheckpointTimestamp());
    restoredWatermark.snapshot();
  }
}
