package dev.isotherm.flow.reorder;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.PlacedValue;
import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sorts the readings of a series by instant, and those of one instant by position. A reading behind
 * the delayed watermark is sent at once; the rule evaluation decides whether it is late.
 */
public final class ReorderReadings extends ReorderOperator<Reading, PlacedValue, SeriesReadings> {

  private static final long serialVersionUID = 1;

  /**
   * Sorts with a delay.
   *
   * @param delay how long readings are buffered in addition to the lag of the watermark
   */
  public ReorderReadings(Duration delay) {
    super(delay, AlertTypes.PLACED_VALUE);
  }

  @Override
  public void processElement(StreamRecord<Reading> element) throws Exception {
    Reading reading = element.getValue();
    if (hasPassed(reading.epochMillis())) {
      output.collect(new StreamRecord<>(SeriesReadings.of(reading), reading.epochMillis()));
    } else {
      hold(reading.epochMillis(), PlacedValue.of(reading));
    }
  }

  @Override
  void release(Series series, long instant, List<PlacedValue> values) {
    values.sort(PlacedValue.ORDER);
    long[] instants = new long[values.size()];
    Arrays.fill(instants, instant);
    output.collect(
        new StreamRecord<>(
            new SeriesReadings(
                series,
                instants,
                values.stream().mapToDouble(PlacedValue::value).toArray(),
                values.stream().mapToLong(PlacedValue::position).toArray()),
            instant));
  }
}
