package dev.isotherm.jobs.stream;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.pipeline.AlertFlow;
import dev.isotherm.pipeline.FlowTypes;
import dev.isotherm.pipeline.SeriesReadings;
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
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Before the shuffle to the rules: where many readings come in a short time, those of a series go
 * together. Where few come, each goes at once, so that an alert waits for nothing.
 *
 * <p>Many are {@value #MANY} within {@value #SPAN_MILLIS} ms. Then none waits for longer than such
 * a span, and none for a watermark or a checkpoint barrier to overtake it, so nothing gathered is
 * ever state. The readings of a series keep their order.
 *
 * <p>Its clock says when readings go on, and changes no result; so it is here, and not among the
 * operators that a batch has, too.
 */
public final class GatherReadings extends AbstractStreamOperator<SeriesReadings>
    implements OneInputStreamOperator<Reading, SeriesReadings>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  static final int MANY = 500;
  static final int SPAN_MILLIS = 20;

  /** Bounds the memory; about 1 MiB. */
  static final int MOST = 1 << 16;

  private transient Map<Series, Gathered> waitingOf;
  private transient boolean gathering;
  private transient int waiting;

  /** How many have come in this span. */
  private transient int come;

  private transient long spanBegan;

  /** Readings of a series, and room for more. */
  private static final class Gathered {
    private long[] millis = new long[8];
    private double[] values = new double[8];
    private int size;

    void add(Reading reading) {
      if (size == millis.length) {
        millis = Arrays.copyOf(millis, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      millis[size] = reading.epochMillis();
      values[size++] = reading.value();
    }
  }

  GatherReadings() {}

  /** Sends readings to where those of a series are together. */
  public static KeyedStream<SeriesReadings, Series> gathered(DataStream<Reading> readings) {
    return readings
        .transform("gather readings", FlowTypes.SERIES_READINGS, new GatherReadings())
        .uid("gather-readings")
        .setBufferTimeout(AlertFlow.BUFFER_MILLIS)
        .keyBy(SeriesReadings::series, FlowTypes.SERIES);
  }

  @Override
  public void open() throws Exception {
    super.open();
    waitingOf = new HashMap<>();
    spanBegan = now();
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  @Override
  public void processElement(StreamRecord<Reading> element) {
    Reading reading = element.getValue();
    come++;
    if (!gathering) {
      output.collect(new StreamRecord<>(SeriesReadings.of(reading), reading.epochMillis()));
      if (come == MANY) {
        beginSpan(now() - spanBegan < SPAN_MILLIS);
      }
      return;
    }
    waitingOf.computeIfAbsent(reading.series(), series -> new Gathered()).add(reading);
    if (++waiting == MOST) {
      flush();
    }
  }

  private void beginSpan(boolean withGathering) {
    gathering = withGathering;
    come = 0;
    spanBegan = now();
    if (gathering) {
      // What fails in it fails the task; nobody waits for it.
      ScheduledFuture<?> unused =
          getProcessingTimeService().registerTimer(spanBegan + SPAN_MILLIS, at -> endSpan());
    }
  }

  private void endSpan() {
    flush();
    beginSpan(come >= MANY);
  }

  private void flush() {
    waitingOf.forEach(
        (series, its) ->
            output.collect(
                new StreamRecord<>(
                    new SeriesReadings(
                        series,
                        Arrays.copyOf(its.millis, its.size),
                        Arrays.copyOf(its.values, its.size)),
                    its.millis[0])));
    waitingOf.clear();
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
