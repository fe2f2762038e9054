package dev.isotherm.flow.repeat;

import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.RestoredWatermark;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.Lateness;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Passes on the first reading of each series, instant and value, by arrival. The others are
 * repeats: they go to the side output {@link RepeatTypes#REPEATS}, which is a part of the late log.
 *
 * <p>A reading is remembered until the watermark passes the end of its last window and the allowed
 * lateness. A repeat that comes after that is late for every average. It may still be in order for
 * the rules on readings, but only if no later reading of its series has come. So the readings of
 * the latest instant of a series are remembered longer: until they are late for all rules.
 *
 * <p>The state is bounded by the readings of that time. It is cleaned up in steps of {@value
 * #STEPS}ths of it, by one timer per series.
 */
public final class DropRepeats extends AbstractStreamOperator<ReadingBlock>
    implements OneInputStreamOperator<SeriesReadings, ReadingBlock>,
        Triggerable<Series, VoidNamespace>,
        BoundedOneInput {

  private static final long serialVersionUID = 1;

  private static final int STEPS = 16;

  private final Windowing windowing;
  private final long allowedLatenessMillis;
  private final long latestKeptMillis;

  private transient ValueState<SeenReadings> seen;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient RestoredWatermark restoredWatermark;
  private transient ReadingBlock kept;
  private transient Counter counter;
  private transient long duplicates;
  private transient boolean ended;

  /**
   * Remembers readings.
   *
   * @param windowing of the averages
   * @param allowedLateness how long a window can still change after its end
   * @param lateForRules how far behind the watermark a reading is late for all rules
   */
  public DropRepeats(Windowing windowing, Duration allowedLateness, Duration lateForRules) {
    this.windowing = windowing;
    this.allowedLatenessMillis = allowedLateness.toMillis();
    this.latestKeptMillis = lateForRules.toMillis();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restoredWatermark = new RestoredWatermark(context.getOperatorStateStore());
  }

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("seen-readings", VoidNamespaceSerializer.INSTANCE, this);
    seen =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("seen-readings", RepeatTypes.SEEN_READINGS));
    kept = ReadingBlock.ofSize(1);
    counter = getMetricGroup().counter("duplicates");
  }

  @Override
  public void processElement(StreamRecord<SeriesReadings> element) throws Exception {
    SeriesReadings readings = element.getValue();
    SeenReadings before = seen.value();
    SeenReadings known = before == null ? new SeenReadings() : before;
    if (kept.series().length < readings.size()) {
      kept = ReadingBlock.ofSize(2 * readings.size());
    }
    int count = 0;
    for (int i = 0; i < readings.size(); i++) {
      if (isNew(readings.millis()[i], readings.values()[i], known)) {
        kept.series()[count] = readings.series();
        kept.seriesSlots()[count] = readings.series().hashCode();
        kept.epochMillis()[count] = readings.millis()[i];
        kept.positions()[count] = readings.positions()[i];
        kept.values()[count++] = readings.values()[i];
      } else {
        drop(readings, i);
      }
    }
    seen.update(known);
    if (count > 0) {
      output.collect(new StreamRecord<>(kept.first(count)));
    }
  }

  /** A reading that nobody needs to know later is not remembered. */
  private boolean isNew(long instant, double value, SeenReadings known) {
    if (instant < known.latestMillis() && forgottenAt(instant) <= watermark()) {
      return !known.contains(instant, value);
    }
    if (!known.add(instant, value)) {
      return false;
    }
    wakeUpFor(instant, known);
    return true;
  }

  private void drop(SeriesReadings readings, int place) {
    LateReading repeat =
        new LateReading(readings.reading(place), LateReading.Exclusion.EVERYTHING, null);
    output.collect(RepeatTypes.REPEATS, new StreamRecord<>(repeat));
    duplicates++;
    counter.inc();
  }

  private long watermark() {
    return restoredWatermark.max(timers.currentWatermark());
  }

  /** The watermark from which the readings of an instant are late for all averages. */
  private long forgottenAt(long instant) {
    return Lateness.cleanupTime(windowing.lastEndOf(instant) - 1, allowedLatenessMillis);
  }

  /** The watermark from which the readings of an instant are late for all rules, too. */
  private long latestForgottenAt(long instant) {
    return Math.max(forgottenAt(instant), Lateness.cleanupTime(instant + 1, latestKeptMillis));
  }

  /** Sets the timer for the readings of an instant, unless one is due before. */
  private void wakeUpFor(long instant, SeenReadings known) {
    if (known.wakeUpMillis() - allowedLatenessMillis <= instant) {
      return; // the usual case, without a look at the windows
    }
    long forgotten = forgottenAt(instant);
    setTimer(Lateness.cleanupTime(forgotten, Math.max(0, forgotten - instant) / STEPS), known);
  }

  private void setTimer(long instant, SeenReadings known) {
    if (instant >= known.wakeUpMillis()) {
      return;
    }
    if (known.wakeUpMillis() != SeenReadings.NO_WAKE_UP) {
      timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, known.wakeUpMillis());
    }
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, instant);
    known.wakeUpAt(instant);
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    SeenReadings known = seen.value();
    known.wakeUpAt(SeenReadings.NO_WAKE_UP);
    long watermark = watermark();
    long latest = known.latestMillis();
    long earliest =
        known.removeIf(
            instant ->
                (instant == latest ? latestForgottenAt(instant) : forgottenAt(instant))
                    <= watermark);
    if (known.size() == 0) {
      seen.clear();
      return;
    }
    if (earliest < latest) {
      wakeUpFor(earliest, known);
    } else {
      setTimer(latestForgottenAt(latest), known);
    }
    seen.update(known);
  }

  @Override
  public void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no processing-time timers");
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    restoredWatermark.advance(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      sendProgress();
    }
  }

  @Override
  public void endInput() {
    sendProgress();
    ended = true;
  }

  private void sendProgress() {
    output.collect(
        ProgressTypes.PROGRESS_PARTS,
        new StreamRecord<>(ProgressPart.of(Accounting.ofDuplicates(duplicates))));
    duplicates = 0;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    restoredWatermark.snapshot();
  }
}
