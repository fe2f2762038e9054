package dev.isotherm.flow.replay;

import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;

/**
 * A reading of the log, or the ledger's word that one like it was left out.
 *
 * @param reading what was measured
 * @param leftOut whether this is the word of the ledger
 * @param windowEndMillis end of the window it was left out of; 0 where windows do not matter
 */
public record TaggedReading(Reading reading, boolean leftOut, long windowEndMillis) {

  public static TaggedReading of(Reading reading) {
    return new TaggedReading(reading, false, 0);
  }

  public static TaggedReading of(LateReading late) {
    return new TaggedReading(
        late.reading(), true, late.window() == null ? 0 : late.window().endMillis());
  }
}
