package dev.isotherm.flow.signal;

import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.signal.memory.SensorReadings;
import java.util.Map;

/**
 * Readings of a message for a rule, or an entry of the late log that names one of them; public only
 * because Flink serialises it.
 *
 * @param late whether this is an entry of the late log
 */
public record TaggedMessage(SignalMessage message, boolean late) {

  /** Readings of the topic. */
  public static TaggedMessage of(SignalMessage message) {
    return new TaggedMessage(message, false);
  }

  /** An entry of the late log, which names a rule. */
  public static TaggedMessage of(LateReading entry) {
    Reading reading = entry.reading();
    Series series = reading.series();
    return new TaggedMessage(
        new SignalMessage(
            new Series(series.sensorId(), entry.rule()),
            new SensorReadings(
                reading.epochMillis(),
                reading.position(),
                Map.of(series.metric(), reading.value()))),
        true);
  }
}
