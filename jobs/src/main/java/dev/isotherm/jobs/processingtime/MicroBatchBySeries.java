package dev.isotherm.jobs.processingtime;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.state.KeyedBuffer;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.flow.topology.AlertTopology;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.util.Arrays;
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
 * Groups readings by series before they are shuffled to the rules. Readings of a backlog are
 * buffered; others are emitted at once, so that no alert is delayed.
 *
 * <p>No reading is buffered for longer than {@value #SPAN_MILLIS} ms. The buffer is flushed before
 * each watermark and each checkpoint barrier, so it is never state. The readings of a series keep
 * their order.
 *
 * <p>The operator reads the clock, which decides when readings are emitted, but changes no result.
 * Batch jobs do not need it.
 */
public final class MicroBatchBySeries extends AbstractStreamOperator<SeriesReadings>
    implements OneInputStreamOperator<ReadingBlock, SeriesReadings>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  static final int SPAN_MILLIS = 20;

  /** A buffer of this size is flushed at once; bounds the memory to about 1 MiB. */
  static final int MOST = 1 << 16;

  private static final int PLACES = 1 << 10;

  private transient KeyedBuffer<Series, Gathered> waitingOf;

  /** A cache of the latest buffers by series slot; an entry may be that of another series. */
  private transient Gathered[] lastAt;

  private transient int waiting;

  /** Whether a timer is set; it also flushes readings that came after it was set. */
  private transient boolean timing;

  /** A growing buffer of the readings of a series. */
  private static final class Gathered {
    private final Series series;
    private long[] millis = new long[1];
    private double[] values = new double[1];
    private long[] positions = new long[1];
    private int size;

    Gathered(Series series) {
      this.series = series;
    }

    void add(long epochMillis, double value, long position) {
      if (size == millis.length) {
        millis = Arrays.copyOf(millis, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
        positions = Arrays.copyOf(positions, 2 * size);
      }
      millis[size] = epochMillis;
      positions[size] = position;
      values[size++] = value;
    }

    /** Returns all readings; nothing may be added afterwards. */
    SeriesReadings readings() {
      boolean full = size == millis.length;
      return new SeriesReadings(
          series,
          full ? millis : Arrays.copyOf(millis, size),
          full ? values : Arrays.copyOf(values, size),
          full ? positions : Arrays.copyOf(positions, size));
    }
  }

  /** Micro-batches readings and keys them by series. */
  public static KeyedStream<SeriesReadings, Series> gathered(DataStream<ReadingBlock> readings) {
    return gathered(readings, "micro-batch by series");
  }

  /**
   * Micro-batches readings and keys them by series.
   *
   * @param name of the operator, which also gives its uid
   */
  public static KeyedStream<SeriesReadings, Series> gathered(
      DataStream<ReadingBlock> readings, String name) {
    return readings
        .transform(name, AlertTypes.SERIES_READINGS, new MicroBatchBySeries())
        .uid(name.replace(' ', '-'))
        .setBufferTimeout(AlertTopology.BUFFER_MILLIS)
        .keyBy(SeriesReadings::series, ModelTypes.SERIES);
  }

  @Override
  public void open() throws Exception {
    super.open();
    waitingOf = new KeyedBuffer<>();
    lastAt = new Gathered[PLACES];
  }

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    ReadingBlock block = element.getValue();
    for (int i = 0; i < block.count(); i++) {
      gatheredOf(block.series()[i], block.seriesSlots()[i])
          .add(block.epochMillis()[i], block.values()[i], block.positions()[i]);
    }
    waiting += block.count();
    if (!block.hasMore() || waiting >= MOST) {
      flush();
    } else if (!timing) {
      beginSpan();
    }
  }

  /** The cache finds a series that is the same object; the map finds an equal one. */
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
    // A failure in the timer fails the task, so the future is not needed.
    ScheduledFuture<?> unused =
        clock.registerTimer(
            clock.getCurrentProcessingTime() + SPAN_MILLIS,
            at -> {
              timing = false;
              flush();
            });
  }

  private void flush() {
    if (waiting == 0) {
      return;
    }
    for (Gathered gathered : waitingOf.values()) {
      output.collect(new StreamRecord<>(gathered.readings(), gathered.millis[0]));
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
