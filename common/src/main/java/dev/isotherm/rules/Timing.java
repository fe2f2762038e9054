package dev.isotherm.rules;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.rules.schedule.Schedule;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an alert depends on time. All durations are event time, in whole milliseconds, at most {@link
 * DurationText#LONGEST}.
 *
 * @param holdFor how long a condition must last before its level fires; zero for at once
 * @param keepFiringFor how long a level still fires after its condition has ended; zero for not
 * @param missing what happens without readings
 * @param flapping how many changes are too many; {@code null} for no limit
 * @param zoneOfDays whole days are days of this zone; {@code null} for days of 24 hours. Depends on
 *     the job, and is not part of a file of rules.
 * @param schedule when the rule is active
 */
public record Timing(
    Duration holdFor,
    Duration keepFiringFor,
    Absence missing,
    @Nullable Flapping flapping,
    @Nullable ZoneId zoneOfDays,
    Schedule schedule)
    implements Serializable {

  /** Beyond it, a calendar of days makes no sense, and may overflow. */
  private static final long LAST_OF_CALENDAR = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

  /** No delay, no detection of missing data, no limit of changes. */
  public static final Timing IMMEDIATE =
      new Timing(Duration.ZERO, Duration.ZERO, Absence.HOLDS, null);

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
    Objects.requireNonNull(missing, "missing");
    Objects.requireNonNull(schedule, "schedule");
  }

  /** With days of 24 hours, and always active. */
  public Timing(
      Duration holdFor, Duration keepFiringFor, Absence missing, @Nullable Flapping flapping) {
    this(holdFor, keepFiringFor, missing, flapping, null, Schedule.ALWAYS);
  }

  /**
   * With no data after a time.
   *
   * @param noDataAfter zero for never
   */
  public Timing(
      Duration holdFor, Duration keepFiringFor, Duration noDataAfter, @Nullable Flapping flapping) {
    this(holdFor, keepFiringFor, Absence.noDataAfter(noDataAfter), flapping);
  }

  Timing withDaysOf(ZoneId zone) {
    return new Timing(holdFor, keepFiringFor, missing, flapping, zone, schedule);
  }

  /** Returns these times with another schedule. */
  public Timing withSchedule(Schedule other) {
    return new Timing(holdFor, keepFiringFor, missing, flapping, zoneOfDays, other);
  }

  /**
   * The instant that is a duration after another one; {@link Long#MAX_VALUE} on overflow. Whole
   * days lead to the same time of day, where these are days of a zone.
   */
  public long after(long epochMillis, Duration duration) {
    if (zoneOfDays != null && isWholeDays(duration) && Math.abs(epochMillis) < LAST_OF_CALENDAR) {
      return daysAfter(Instant.ofEpochMilli(epochMillis).atZone(zoneOfDays), duration.toDays());
    }
    long sum = epochMillis + duration.toMillis();
    return sum < epochMillis ? Long.MAX_VALUE : sum;
  }

  /** From the start of a day to that of another one, even if a day does not start at 00:00. */
  private static long daysAfter(ZonedDateTime instant, long days) {
    ZonedDateTime start = instant.toLocalDate().atStartOfDay(instant.getZone());
    ZonedDateTime after =
        start.isEqual(instant)
            ? instant.toLocalDate().plusDays(days).atStartOfDay(instant.getZone())
            : instant.plusDays(days);
    return after.toInstant().toEpochMilli();
  }

  private static boolean isWholeDays(Duration duration) {
    return duration.equals(Duration.ofDays(duration.toDays()));
  }

  /** After how long without a reading a series has no data; zero for never. */
  public Duration noDataAfter() {
    return missing.policy() == Absence.Policy.NO_DATA ? missing.after() : Duration.ZERO;
  }
}
