package dev.isotherm.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Compares schedules with clocks that are read minute by minute. Hours begin at the first minute
 * that shows {@code from} or a later time, and end after the last one that shows a time before
 * {@code to}.
 */
class ScheduleAtRandomTest {

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final int DAYS = 6;
  private static final int MINUTES = DAYS * LocalHours.MINUTES_OF_DAY;

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Madrid"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Asia/Kolkata"), // without DST
          ZoneId.of("UTC"),
          ZoneId.of("Australia/Lord_Howe"), // by half an hour
          ZoneId.of("America/Santiago"), // at midnight
          ZoneId.of("Pacific/Apia")); // left out a day

  /** Days around which clocks change somewhere, and one at which none does. */
  private static final List<LocalDate> NEAR =
      List.of(
          LocalDate.of(2026, 3, 29),
          LocalDate.of(2026, 10, 25),
          LocalDate.of(2026, 3, 8),
          LocalDate.of(2026, 11, 1),
          LocalDate.of(2026, 4, 5),
          LocalDate.of(2026, 10, 4),
          LocalDate.of(2025, 9, 7),
          LocalDate.of(2025, 4, 6),
          LocalDate.of(2011, 12, 30),
          LocalDate.of(2026, 7, 1));

  @Test
  void agreesWithClocksThatAreReadMinuteByMinute() {
    long seed = Long.getLong("isotherm.seed", new Random().nextLong());
    System.out.println("ScheduleAtRandomTest: -Disotherm.seed=" + seed);
    Random random = new Random(seed);
    int changes = 0;
    for (int run = 0; run < 300; run++) {
      LocalDate near = NEAR.get(random.nextInt(NEAR.size()));
      long start = near.minusDays(DAYS / 2).atStartOfDay(ZoneId.of("UTC")).toEpochSecond() * 1_000;
      List<LocalHours> active = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        active.add(hours(random));
      }
      List<Maintenance> maintenance = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        maintenance.add(Maintenance.of(random.nextBoolean() ? hours(random) : once(random, start)));
      }
      changes += compare(new Schedule(active, maintenance), start, random);
    }
    assertThat(changes).isGreaterThan(1_000);
  }

  private static int compare(Schedule schedule, long start, Random random) {
    BitSet expected = minutes(schedule, start);
    int changes = 0;
    for (int i = 0; i < MINUTES; i++) {
      long instant = start + i * MINUTE + random.nextInt((int) MINUTE);
      Schedule.Period period = schedule.at(instant);
      assertThat(period.isActive())
          .as("%s at %s", schedule, Instant.ofEpochMilli(instant))
          .isEqualTo(expected.get(i));
      assertThat(period.has(instant)).isTrue();
      assertThat(period.fromMillis()).isLessThanOrEqualTo(instant);
      int next = expected.get(i) ? expected.nextClearBit(i) : expected.nextSetBit(i);
      if (next >= 0 && next < MINUTES) {
        assertThat(period.untilMillis())
            .as("%s after %s", schedule, Instant.ofEpochMilli(instant))
            .isEqualTo(start + next * MINUTE);
        changes += next == i + 1 ? 1 : 0;
      } else {
        assertThat(period.untilMillis()).isGreaterThanOrEqualTo(start + MINUTES * MINUTE);
      }
    }
    return changes;
  }

  private static BitSet minutes(Schedule schedule, long start) {
    BitSet active = new BitSet();
    if (schedule.active().isEmpty()) {
      active.set(0, MINUTES);
    }
    schedule.active().forEach(hours -> active.or(minutes(hours, start)));
    for (Maintenance one : schedule.maintenance()) {
      active.andNot(
          one.times() instanceof LocalHours hours
              ? minutes(hours, start)
              : minutes((OneOff) one.times(), start));
    }
    return active;
  }

  private static BitSet minutes(OneOff once, long start) {
    BitSet minutes = new BitSet();
    for (int i = 0; i < MINUTES; i++) {
      long instant = start + i * MINUTE;
      minutes.set(i, once.fromMillis() <= instant && instant < once.toMillis());
    }
    return minutes;
  }

  private static BitSet minutes(LocalHours hours, long start) {
    int before = 3 * LocalHours.MINUTES_OF_DAY;
    LocalDateTime[] clock = new LocalDateTime[MINUTES + 2 * before];
    for (int i = 0; i < clock.length; i++) {
      clock[i] =
          ZonedDateTime.ofInstant(Instant.ofEpochMilli(start + (i - before) * MINUTE), hours.zone())
              .toLocalDateTime();
    }
    BitSet minutes = new BitSet();
    LocalDate last = clock[clock.length - 1].toLocalDate();
    for (LocalDate date = clock[0].toLocalDate(); date.isBefore(last); date = date.plusDays(1)) {
      if (!hours.days().contains(date.getDayOfWeek())) {
        continue;
      }
      LocalDateTime from = date.atStartOfDay().plusMinutes(hours.fromMinute());
      LocalDateTime to =
          (hours.toMinute() > hours.fromMinute() ? date : date.plusDays(1))
              .atStartOfDay()
              .plusMinutes(hours.toMinute());
      int begin = 0;
      while (clock[begin].isBefore(from)) {
        begin++;
      }
      int end = clock.length;
      while (end > 0 && !clock[end - 1].isBefore(to)) {
        end--;
      }
      if (from.isBefore(clock[0])) {
        continue; // of no day that is compared
      }
      for (int i = Math.max(begin, before); i < Math.min(end, before + MINUTES); i++) {
        minutes.set(i - before);
      }
    }
    return minutes;
  }

  private static LocalHours hours(Random random) {
    List<DayOfWeek> days = new ArrayList<>(WeekDays.ALL);
    if (random.nextBoolean()) {
      Collections.shuffle(days, random);
      days.subList(1 + random.nextInt(days.size()), days.size()).clear();
    }
    int from = time(random) % LocalHours.MINUTES_OF_DAY;
    int to = time(random);
    return from == to
        ? hours(random)
        : LocalHours.of(days, from, to, ZONES.get(random.nextInt(ZONES.size())));
  }

  /** Often at or near the times at which clocks change. */
  private static int time(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(5) * 30;
      case 1 -> 60 + random.nextInt(180);
      case 2 -> random.nextInt(25) * 60;
      default -> random.nextInt(LocalHours.MINUTES_OF_DAY + 1);
    };
  }

  private static OneOff once(Random random, long start) {
    long from = start + random.nextInt(MINUTES) * MINUTE;
    return new OneOff(from, from + (1 + random.nextInt(2 * MINUTES)) * MINUTE);
  }
}
