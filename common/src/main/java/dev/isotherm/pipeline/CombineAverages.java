package dev.isotherm.pipeline;

import dev.isotherm.average.Windowing;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.time.Duration;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Combines readings that come one by one. */
final class CombineAverages extends CombineOperator<Reading> {

  private static final long serialVersionUID = 1;

  CombineAverages(Windowing windowing, Duration allowedLateness) {
    super(windowing, allowedLateness, true);
  }

  private CombineAverages(Windowing windowing, Duration allowedLateness, boolean folds) {
    super(windowing, allowedLateness, folds);
  }

  /** For averages that come once, when their window ends. */
  static CombineAverages onceEach(Windowing windowing) {
    return new CombineAverages(windowing, Duration.ZERO, foldsForOnceEach(windowing));
  }

  @Override
  public void processElement(StreamRecord<Reading> element) {
    Reading reading = element.getValue();
    Series series = reading.series();
    combine(series, series.hashCode(), reading.epochMillis(), reading.value());
  }
}
