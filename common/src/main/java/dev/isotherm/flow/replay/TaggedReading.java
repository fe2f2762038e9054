package dev.isotherm.flow.replay;

import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;

/**
 * A reading of the topic, or an entry of the late log that names one; public only because Flink
 * serialises it.
 *
 * @param reading the reading
 * @param late whether this is an entry of the late log
 * @param windowEndMillis end of the window that the reading is excluded from; 0 where windows do
 *     not matter
 */
public record TaggedReading(Reading reading, boolean late, long windowEndMillis) {

  /** A reading of the topic. */
  public static TaggedReading of(Reading reading) {
    return new TaggedReading(reading, false, 0);
  }

  /** An entry of the late log. */
  public static TaggedReading of(LateReading entry) {
    return new TaggedReading(
        entry.reading(), true, entry.window() == null ? 0 : entry.window().endMillis());
  }
}
