package dev.isotherm.model;

import java.util.Objects;

/**
 * An entry of the ledger: a reading that was left out of something, and of what. A reading of
 * several windows has an entry for each that it is missing in. What is missing in the average of a
 * window is not always missing in what rules on averages see of it, and the other way round.
 *
 * @param reading the reading as it came
 * @param excludedFrom what it did not become part of
 * @param window the window that it came too late for; of a session the one that it would have had
 *     alone; {@code null} for a reading that was left out of alerts on readings
 */
public record LateReading(Reading reading, Exclusion excludedFrom, SeriesWindow window) {

  /** What a reading can be left out of. */
  public enum Exclusion {
    /** Its window was closed for good: end and allowed lateness lie behind the watermark. */
    AVERAGES,
    /**
     * It was not newer than the last reading that the rules had seen of its series, or than a
     * deadline of an alert that had passed with the watermark.
     */
    ALERTS,
    /**
     * Its window had ended: rules on averages see each window once, as it was when the watermark
     * passed its end.
     */
    AVERAGE_ALERTS
  }

  public LateReading {
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(excludedFrom, "excludedFrom");
    if ((window == null) != (excludedFrom == Exclusion.ALERTS)) {
      throw new IllegalArgumentException(
          "window " + window + ": must be there, but not if excluded from alerts on readings");
    }
    if (window != null && !window.series().equals(reading.series())) {
      throw new IllegalArgumentException(
          "window " + window + ": must be of the series " + reading.series());
    }
  }

  /** A reading that is in no average of this window. */
  public static LateReading ofAverages(Reading reading, SeriesWindow window) {
    return new LateReading(reading, Exclusion.AVERAGES, window);
  }

  /** A reading that the rules on readings did not see. */
  public static LateReading ofAlerts(Reading reading) {
    return new LateReading(reading, Exclusion.ALERTS, null);
  }

  /** A reading that is not in what the rules on averages saw of this window. */
  public static LateReading ofAverageAlerts(Reading reading, SeriesWindow window) {
    return new LateReading(reading, Exclusion.AVERAGE_ALERTS, window);
  }
}
