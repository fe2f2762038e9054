package dev.isotherm.pipeline;

import dev.isotherm.average.Windowing;
import dev.isotherm.model.Reading;
import java.time.Duration;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Combines readings that come one by one. */
final class CombineAverages extends CombineOperator<Reading> {

  private static final long serialVersionUID = 1;

  CombineAverages(Windowing windowing, Duration allowedLateness) {
    super(windowing, allowedLateness);
  }

  @Override
  public void processElement(StreamRecord<Reading> element) {
    Reading reading = element.getValue();
    combine(reading.series(), reading.epochMillis(), reading.value());
  }
}
