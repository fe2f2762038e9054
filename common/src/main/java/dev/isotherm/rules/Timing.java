package dev.isotherm.rules;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an alert depends on time. All durations are event time, in whole milliseconds, at most {@link
 * DurationText#LONGEST}.
 *
 * @param holdFor how long a condition must last before its level fires; zero for at once
 * @param keepFiringFor how long a level still fires after its condition has ended; zero for not
 * @param noDataAfter after how long without a reading a series has no data; zero for never
 * @param flapping how many changes are too many; {@code null} for no limit
 */
public record Timing(
    Duration holdFor, Duration keepFiringFor, Duration noDataAfter, @Nullable Flapping flapping)
    implements Serializable {

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
      DurationText.require("within", within, 1);
    }
  }

  public Timing {
    DurationText.require("holdFor", holdFor, 0);
    DurationText.require("keepFiringFor", keepFiringFor, 0);
    DurationText.require("noDataAfter", noDataAfter, 0);
  }
}
