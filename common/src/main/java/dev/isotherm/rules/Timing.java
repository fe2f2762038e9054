package dev.isotherm.rules;

import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an alert depends on time. All durations are event time, in whole milliseconds, at most {@link
 * #LONGEST}. The text of this record is part of the fingerprint of a rule.
 *
 * @param holdFor how long a condition must last before its level fires; zero for at once
 * @param keepFiringFor how long a level still fires after its condition has ended; zero for not
 * @param noDataAfter after how long without a reading a series has no data; zero for never
 * @param flapping how many changes are too many; {@code null} for no limit
 */
public record Timing(
    Duration holdFor, Duration keepFiringFor, Duration noDataAfter, @Nullable Flapping flapping)
    implements Serializable {

  /** Longest duration of a rule. */
  public static final Duration LONGEST = Duration.ofDays(3_660);

  /** No delay, no detection of missing data, no limit of changes. */
  public static final Timing IMMEDIATE =
      new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, null);

  /**
   * A limit of changes.
   *
   * @param transitions how many are allowed; at least 1, at most {@value #MOST}
   * @param within how far to look back; flapping ends when nothing has changed for that long
   */
  public record Flapping(int transitions, Duration within) implements Serializable {

    /** Largest limit: that many instants are kept. */
    public static final int MOST = 100;

    public Flapping {
      if (transitions < 1 || transitions > MOST) {
        throw new InvalidFieldException("transitions", transitions, "must be from 1 to " + MOST);
      }
      require("within", within, 1);
    }
  }

  public Timing {
    require("holdFor", holdFor, 0);
    require("keepFiringFor", keepFiringFor, 0);
    require("noDataAfter", noDataAfter, 0);
  }

  static void require(String field, Duration duration, long leastMillis) {
    Objects.requireNonNull(duration, field);
    if (duration.compareTo(LONGEST) > 0
        || duration.toMillis() < leastMillis
        || duration.toNanosPart() % 1_000_000 != 0) {
      throw new InvalidFieldException(
          field,
          duration,
          "must be whole milliseconds, from " + leastMillis + " to " + LONGEST.toDays() + " days");
    }
  }
}
