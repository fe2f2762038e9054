package dev.isotherm.rules;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How an alert goes with time. All of it is event time, in whole milliseconds, of at most {@link
 * #LONGEST}.
 *
 * @param holdFor how long a condition must last before its level fires; zero for at once
 * @param keepFiringFor how long a level still fires after its condition has ended; zero for not
 * @param noDataAfter after how long without a reading a series has fallen silent; zero for never
 * @param flapping how many changes are too many; {@code null} for never
 */
public record Timing(
    Duration holdFor, Duration keepFiringFor, Duration noDataAfter, Flapping flapping)
    implements Serializable {

  /** Longest time that a rule can name. */
  public static final Duration LONGEST = Duration.ofDays(3_660);

  /** Everything at once and nothing more. */
  public static final Timing IMMEDIATE =
      new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, null);

  /**
   * More changes than this are too many.
   *
   * @param transitions how many are just allowed; at least 1, at most {@value #MOST}
   * @param within how far to look back; also for how long nothing must change until it is over
   */
  public record Flapping(int transitions, Duration within) implements Serializable {

    /** Most transitions that can be allowed: that many instants are kept. */
    public static final int MOST = 100;

    public Flapping {
      if (transitions < 1 || transitions > MOST) {
        throw new IllegalArgumentException(
            "transitions " + transitions + ": must be from 1 to " + MOST);
      }
      require("within", within, 1);
    }
  }

  public Timing {
    require("holdFor", holdFor, 0);
    require("keepFiringFor", keepFiringFor, 0);
    require("noDataAfter", noDataAfter, 0);
  }

  static void require(String key, Duration duration, long leastMillis) {
    Objects.requireNonNull(duration, key);
    if (duration.compareTo(LONGEST) > 0
        || duration.toMillis() < leastMillis
        || duration.toNanosPart() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          key
              + " "
              + duration
              + ": must be whole milliseconds, from "
              + leastMillis
              + " to "
              + LONGEST.toDays()
              + " days");
    }
  }
}
