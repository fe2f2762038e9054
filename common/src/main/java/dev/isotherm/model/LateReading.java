package dev.isotherm.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the late log: a reading that was excluded, and from what. A reading of several
 * windows has an entry for each window that excludes it. The average of a window and the rules on
 * averages may exclude different readings.
 *
 * @param reading the reading as it came
 * @param excludedFrom what it is not part of
 * @param window the window for which it was late, of a session the window of the reading alone;
 *     {@code null} if it was excluded from alerts on readings or signals, or from everything
 * @param rule the rule whose signal it is excluded from; {@code null} for everything else
 */
public record LateReading(
    Reading reading, Exclusion excludedFrom, @Nullable SeriesWindow window, @Nullable String rule) {

  /** What a reading can be excluded from. */
  public enum Exclusion {
    /** The watermark has passed the end of its window and the allowed lateness. */
    AVERAGES,
    /**
     * It did not come after the last reading of its series that the rules evaluated, by instant and
     * then by {@link Position}, or was not newer than the last deadline of an alert that the
     * watermark has passed.
     */
    ALERTS,
    /**
     * The watermark has passed the end of its window: rules on averages evaluate each window once,
     * when the watermark passes its end.
     */
    AVERAGE_ALERTS,
    /**
     * The watermark has passed the end of its window, which is one of those that rules have of
     * their own.
     */
    RULE_WINDOWS,
    /**
     * It came too late for the signal of a rule: not after the last message that was evaluated, or
     * after the watermark had passed the end of its step. Other rules may have evaluated it.
     */
    SIGNALS,
    /**
     * It repeats an earlier reading of the same series, instant and value, and such readings are to
     * be dropped: it is part of no average and was evaluated by no rule.
     */
    EVERYTHING,
    /**
     * It is outside of the valid range that the sensor table has for its series: it is part of no
     * average and was evaluated by no rule.
     */
    IMPLAUSIBLE_RANGE,
    /**
     * Its series has had the same value for longer than the sensor table allows: it is part of no
     * average and was evaluated by no rule.
     */
    IMPLAUSIBLE_STUCK,
    /**
     * It came too late for the check whether the value of its series is stuck: later readings had
     * been checked without it. It is excluded from nothing else.
     */
    STUCK_CHECK;

    boolean hasWindow() {
      return this == AVERAGES || this == AVERAGE_ALERTS || this == RULE_WINDOWS;
    }

    /** Whether the reading is no measurement, by the sensor table: it is part of nothing. */
    public boolean isImplausible() {
      return this == IMPLAUSIBLE_RANGE || this == IMPLAUSIBLE_STUCK;
    }

    /** Whether the sensor table is the reason: such an entry names one reading by its position. */
    public boolean isOfCheck() {
      return isImplausible() || this == STUCK_CHECK;
    }

    /** Whether the reading is part of no average and was evaluated by no rule. */
    public boolean isFromEverything() {
      return this == EVERYTHING || isImplausible();
    }
  }

  public LateReading {
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(excludedFrom, "excludedFrom");
    if ((rule != null) != (excludedFrom == Exclusion.SIGNALS)) {
      throw new IllegalArgumentException(
          "rule " + rule + ": is required, but only for readings excluded from signals");
    }
    if ((window != null) != excludedFrom.hasWindow()) {
      throw new IllegalArgumentException(
          "window " + window + ": is required, but not allowed for readings excluded from alerts");
    }
    if (window != null && !window.series().equals(reading.series())) {
      throw new IllegalArgumentException(
          "window " + window + ": must be of the series " + reading.series());
    }
  }

  /** Excluded from anything but the signal of a rule. */
  public LateReading(Reading reading, Exclusion excludedFrom, @Nullable SeriesWindow window) {
    this(reading, excludedFrom, window, null);
  }

  /** This entry without the position of the message, which says nothing outside of its topic. */
  public LateReading withoutPosition() {
    return new LateReading(
        new Reading(reading.series(), reading.epochMillis(), reading.value()),
        excludedFrom,
        window,
        rule);
  }

  /** Excluded from averages and rules. */
  public static LateReading fromEverything(Reading reading, Exclusion why) {
    return new LateReading(reading, why, null);
  }

  /** Excluded from the signal of a rule. */
  public static LateReading forSignal(Reading reading, String rule) {
    return new LateReading(reading, Exclusion.SIGNALS, null, rule);
  }
}
