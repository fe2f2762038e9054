package dev.isotherm.jobs.clock;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.SeriesReadings;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.flow.topology.AlertTopology;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Before the shuffle to the rules: of what has come in and waits, those of a series go together.
 * What comes when nothing waits goes at once, so that an alert waits for nothing.
 *
 * <p>No reading waits for longer than {@value #SPAN_MILLIS} ms, and none for a watermark or a
 * checkpoint barrier to overtake it, so nothing gathered is ever state. The readings of a series
 * keep their order.
 *
 * <p>Its clock says when readings go on, and changes no result; so it is here, and not among the
 * operators that a batch has, too.
 */
public final class MicroBatchBySeries extends AbstractStreamOperator<SeriesReadings>
    implements OneInputStreamOperator<ReadingBlock, SeriesReadings>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  static final int SPAN_MILLIS = 20;

  /** With more, none waits any longer; bounds the memory to about 1 MiB. */
  static final int MOST = 1 << 16;

  private static final int PLACES = 1 << 10;

  private transient Map<Series, Gathered> waitingOf;

  /** Where the last readings of each series are, by the number of the series; may be others'. */
  private transient Gathered[] lastAt;

  private transient int waiting;

  /** Whether the end of a span is set; it may send what came after it was. */
  private transient boolean timing;

  /** Readings of a series, and room for more. */
  private static final class Gathered {
    private final Series series;
    private long[] millis = new long[1];
    private double[] values = new double[1];
    private int size;

    Gathered(Series series) {
      this.series = series;
    }

    void add(long epochMillis, double value) {
      if (size == millis.length) {
        millis = Arrays.copyOf(millis, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      millis[size] = epochMillis;
      values[size++] = value;
    }

    long firstMillis() {
      return millis[0];
    }

    /** All of them; nothing may be added afterwards. */
    SeriesReadings readings() {
      boolean full = size == millis.length;
      return new SeriesReadings(
          series,
          full ? millis : Arrays.copyOf(millis, size),
          full ? values : Arrays.copyOf(values, size));
    }
  }

  /** Sends readings to where those of a series are together. */
  public static KeyedStream<SeriesReadings, Series> gathered(DataStream<ReadingBlock> readings) {
    return readings
        .transform("micro-batch by series", AlertTypes.SERIES_READINGS, new MicroBatchBySeries())
        .uid("micro-batch-by-series")
        .setBufferTimeout(AlertTopology.BUFFER_MILLIS)
        .keyBy(SeriesReadings::series, ModelTypes.SERIES);
  }

  @Override
  public void open() throws Exception {
    super.open();
    waitingOf = new HashMap<>();
    lastAt = new Gathered[PLACES];
  }

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    ReadingBlock block = element.getValue();
    for (int i = 0; i < block.count(); i++) {
      gatheredOf(block.series()[i], block.seriesSlots()[i])
          .add(block.epochMillis()[i], block.values()[i]);
    }
    waiting += block.count();
    if (!block.hasMore() || waiting >= MOST) {
      flush();
    } else if (!timing) {
      beginSpan();
    }
  }

  /** That a series is the same object is seen at once; what is equal too is found by its hash. */
  @SuppressWarnings("ReferenceEquality")
  private Gathered gatheredOf(Series series, int number) {
    Gathered last = lastAt[number & (PLACES - 1)];
    if (last != null && last.series == series) {
      return last;
    }
    Gathered gathered = waitingOf.computeIfAbsent(series, Gathered::new);
    lastAt[number & (PLACES - 1)] = gathered;
    return gathered;
  }

  private void beginSpan() {
    timing = true;
    ProcessingTimeService clock = getProcessingTimeService();
    // What fails in it fails the task; nobody waits for it.
    ScheduledFuture<?> unused =
        clock.registerTimer(clock.getCurrentProcessingTime() + SPAN_MILLIS, at -> endSpan());
  }

  private void endSpan() {
    timing = false;
    flush();
  }

  private void flush() {
    if (waiting == 0) {
      return;
    }
    for (Gathered its : waitingOf.values()) {
      output.collect(new StreamRecord<>(its.readings(), its.firstMillis()));
    }
    waitingOf.clear();
    Arrays.fill(lastAt, null);
    waiting = 0;
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    flush();
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void endInput() {
    flush();
  }
}
