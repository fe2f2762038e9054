package dev.isotherm.model;

import java.util.Objects;

/**
 * An entry of the ledger: a reading that was left out of something, and of what.
 *
 * @param reading the reading as it came
 * @param excludedFrom what it did not become part of
 */
public record LateReading(Reading reading, Exclusion excludedFrom) {

  /** What a reading can be left out of. */
  public enum Exclusion {
    /** Its window was closed for good: end and allowed lateness lie behind the watermark. */
    AVERAGES,
    /** It was not newer than the last reading that the rules had seen of its series. */
    ALERTS
  }

  public LateReading {
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(excludedFrom, "excludedFrom");
  }
}
