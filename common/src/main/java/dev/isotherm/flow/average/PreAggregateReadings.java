package dev.isotherm.flow.average;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Combines readings that come one by one. */
public final class PreAggregateReadings extends PreAggregateOperator<Reading> {

  private static final long serialVersionUID = 1;

  public PreAggregateReadings(Windowing windowing, Duration allowedLateness) {
    super(windowing, allowedLateness, true);
  }

  private PreAggregateReadings(Windowing windowing, Duration allowedLateness, boolean folds) {
    super(windowing, allowedLateness, folds);
  }

  /** For averages that come once, when their window ends. */
  public static PreAggregateReadings onceEach(Windowing windowing) {
    return new PreAggregateReadings(windowing, Duration.ZERO, foldsForOnceEach(windowing));
  }

  @Override
  public void processElement(StreamRecord<Reading> element) {
    Reading reading = element.getValue();
    Series series = reading.series();
    combine(series, series.hashCode(), reading.epochMillis(), reading.value());
  }
}
