package dev.isotherm.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.glob.Glob;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final String MADRID = "Europe/Madrid";
  private static final String NEW_YORK = "America/New_York";

  private static LocalHours hours(String days, String from, String to, String zone) {
    return LocalHours.of(
        Stream.of(days.split(",")).flatMap(one -> WeekDays.parse(one).stream()).toList(),
        ClockTime.parse(from),
        ClockTime.parse(to),
        ZoneId.of(zone));
  }

  private static Schedule active(LocalHours... hours) {
    return Schedule.activeIn(Arrays.asList(hours));
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static OneOff once(String from, String to) {
    return new OneOff(millis(from), millis(to));
  }

  /** The changes from an instant on, with what the rule is after each: + active, - not. */
  private static List<String> changes(Schedule schedule, String from, String until) {
    List<String> changes = new ArrayList<>();
    long at = schedule.at(millis(from)).untilMillis();
    while (at < millis(until)) {
      Schedule.Period period = schedule.at(at);
      changes.add((period.isActive() ? "+" : "-") + Instant.ofEpochMilli(at));
      at = period.untilMillis();
    }
    return changes;
  }

  @Test
  void isActiveInItsHoursAlone() {
    assertThat(
            changes(
                active(hours("fri-sun", "06:00", "20:00", "UTC")),
                "2026-06-11T12:00:00Z", // a Thursday
                "2026-06-20T00:00:00Z"))
        .containsExactly(
            "+2026-06-12T06:00:00Z",
            "-2026-06-12T20:00:00Z",
            "+2026-06-13T06:00:00Z",
            "-2026-06-13T20:00:00Z",
            "+2026-06-14T06:00:00Z",
            "-2026-06-14T20:00:00Z",
            "+2026-06-19T06:00:00Z",
            "-2026-06-19T20:00:00Z");
  }

  @Test
  void hoursPastMidnightBelongToTheDayOnWhichTheyBegin() {
    assertThat(
            changes(
                active(hours("fri", "22:00", "06:00", "UTC")),
                "2026-06-08T00:00:00Z",
                "2026-06-15T00:00:00Z"))
        .containsExactly("+2026-06-12T22:00:00Z", "-2026-06-13T06:00:00Z");
  }

  @Test
  void hoursThatTouchOrOverlapAreOne() {
    Schedule schedule =
        active(
            hours("mon", "06:00", "24:00", "UTC"),
            hours("tue", "00:00", "10:00", "UTC"),
            hours("tue", "09:00", "12:00", "UTC"));
    assertThat(changes(schedule, "2026-06-08T00:00:00Z", "2026-06-14T00:00:00Z"))
        .containsExactly("+2026-06-08T06:00:00Z", "-2026-06-09T12:00:00Z");
  }

  @Test
  void hoursThatAreAllTheTimeNeverChange() {
    Schedule schedule = active(hours("mon-sun", "00:00", "24:00", MADRID));
    assertThat(schedule.at(millis("2026-03-29T01:00:00Z")).untilMillis()).isEqualTo(Schedule.NEVER);
    assertThat(schedule.isActiveAt(millis("2026-10-25T01:30:00Z"))).isTrue();
  }

  @Test
  void aTimeThatDoesNotExistIsTheNextInstantThatDoes() {
    // Clocks go from 02:00 to 03:00 at 01:00Z.
    String from = "2026-03-28T12:00:00Z";
    String until = "2026-03-29T12:00:00Z";
    assertThat(changes(active(hours("sun", "02:30", "05:00", MADRID)), from, until))
        .containsExactly("+2026-03-29T01:00:00Z", "-2026-03-29T03:00:00Z");
    assertThat(changes(active(hours("sun", "00:00", "02:30", MADRID)), from, until))
        .containsExactly("+2026-03-28T23:00:00Z", "-2026-03-29T01:00:00Z");
    assertThat(changes(active(hours("sun", "02:00", "03:00", MADRID)), from, until)).isEmpty();
    // In New York at 07:00Z.
    assertThat(
            changes(
                active(hours("sun", "02:30", "05:00", NEW_YORK)),
                "2026-03-08T00:00:00Z",
                "2026-03-08T12:00:00Z"))
        .containsExactly("+2026-03-08T07:00:00Z", "-2026-03-08T09:00:00Z");
  }

  @Test
  void aTimeThatExistsTwiceBeginsWithTheFirstAndEndsWithTheLast() {
    // Clocks go from 03:00 back to 02:00 at 01:00Z.
    String from = "2026-10-24T12:00:00Z";
    String until = "2026-10-25T12:00:00Z";
    assertThat(changes(active(hours("sun", "02:30", "05:00", MADRID)), from, until))
        .containsExactly("+2026-10-25T00:30:00Z", "-2026-10-25T04:00:00Z");
    assertThat(changes(active(hours("sun", "00:00", "02:30", MADRID)), from, until))
        .containsExactly("+2026-10-24T22:00:00Z", "-2026-10-25T01:30:00Z");
    // Before they show 02:00 for the first time, they show no time before 02:00 again.
    assertThat(changes(active(hours("sun", "00:00", "02:00", MADRID)), from, until))
        .containsExactly("+2026-10-24T22:00:00Z", "-2026-10-25T00:00:00Z");
    // In New York from 02:00 back to 01:00, at 06:00Z.
    assertThat(
            changes(
                active(hours("sun", "01:15", "01:45", NEW_YORK)),
                "2026-11-01T00:00:00Z",
                "2026-11-01T12:00:00Z"))
        .containsExactly("+2026-11-01T05:15:00Z", "-2026-11-01T06:45:00Z");
  }

  @Test
  void isNotActiveDuringMaintenance() {
    Schedule schedule =
        active(hours("mon-sun", "06:00", "20:00", "UTC"))
            .with(
                List.of(
                    Maintenance.of(once("2026-06-12T19:00:00Z", "2026-06-13T07:00:00Z")),
                    Maintenance.of(hours("sat", "12:00", "13:00", "UTC"))));
    assertThat(changes(schedule, "2026-06-12T00:00:00Z", "2026-06-14T00:00:00Z"))
        .containsExactly(
            "+2026-06-12T06:00:00Z",
            "-2026-06-12T19:00:00Z",
            "+2026-06-13T07:00:00Z",
            "-2026-06-13T12:00:00Z",
            "+2026-06-13T13:00:00Z",
            "-2026-06-13T20:00:00Z");
  }

  @Test
  void findsAWindowThatIsYearsAway() {
    OneOff window = once("2041-01-01T00:00:00Z", "2041-02-28T00:00:00Z");
    for (Schedule schedule :
        List.of(
            Schedule.ALWAYS.with(List.of(Maintenance.of(window))),
            active(hours("mon-sun", "00:00", "24:00", "UTC"))
                .with(List.of(Maintenance.of(window))))) {
      assertThat(changes(schedule, "2026-06-12T00:00:00Z", "2060-01-01T00:00:00Z"))
          .containsExactly("-2041-01-01T00:00:00Z", "+2041-02-28T00:00:00Z");
    }
  }

  @Test
  void aSensorHasTheMaintenanceThatConcernsIt() {
    Schedule schedule =
        Schedule.ALWAYS.with(
            List.of(
                new Maintenance(
                    "pump",
                    once("2026-06-12T19:00:00Z", "2026-06-13T07:00:00Z"),
                    List.of(new Glob("pump-*")))));
    assertThat(schedule.of("fan-1")).isEqualTo(Schedule.ALWAYS);
    Schedule ofPump = schedule.of("pump-1");
    assertThat(ofPump.isActiveAt(millis("2026-06-12T19:00:00Z"))).isFalse();
    assertThat(ofPump.isActiveAt(millis("2026-06-13T07:00:00Z"))).isTrue();
    assertThat(schedule.of("pump-2")).as("one for all with the same windows").isSameAs(ofPump);
    assertThat(Schedule.ALWAYS.of("pump-1")).isSameAs(Schedule.ALWAYS);
  }

  @Test
  void theOrderOfHoursDoesNotMatter() {
    LocalHours one = hours("fri,mon", "06:00", "20:00", "UTC");
    LocalHours other = hours("sun", "06:00", "20:00", MADRID);
    assertThat(active(one, other))
        .isEqualTo(active(other, hours("mon,fri,fri", "06:00", "20:00", "UTC"), other))
        .hasSameHashCodeAs(active(other, one))
        .isNotEqualTo(active(one));
  }

  @Test
  void refusesWhatIsNoTime() {
    assertThatThrownBy(() -> hours("mon", "06:00", "06:00", "UTC"))
        .hasMessage("to 06:00: must be another time than from; a whole day is from 00:00 to 24:00");
    assertThatThrownBy(() -> hours("mon", "24:00", "06:00", "UTC"))
        .hasMessage("from 24:00: must be from 00:00 to 23:59");
    assertThatThrownBy(() -> new LocalHours(List.of(), 0, 1, ZoneId.of("UTC")))
        .hasMessageStartingWith("days: is an empty list");
    assertThatThrownBy(() -> once("2026-06-13T07:00:00Z", "2026-06-13T07:00:00Z"))
        .hasMessage("to 2026-06-13T07:00:00Z: must be after from, 2026-06-13T07:00:00Z");
    for (String text : List.of("6:00", "25:00", "24:01", "06:60", "0600", "")) {
      assertThatThrownBy(() -> ClockTime.parse(text)).as(text).hasMessage(text);
    }
    for (String text : List.of("Mon", "monday", "", "mon-", "mon-tue-wed", "mo")) {
      assertThatThrownBy(() -> WeekDays.parse(text)).as(text).hasMessage(text);
    }
  }

  @Test
  void daysAreWrittenAsTheyAreRead() {
    assertThat(WeekDays.texts(WeekDays.ALL)).containsExactly("mon-sun");
    assertThat(WeekDays.parse("sat-mon"))
        .containsExactly(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY);
    for (int mask = 1; mask < 1 << 7; mask++) {
      int days = mask;
      List<DayOfWeek> some =
          WeekDays.ALL.stream().filter(day -> (days & (1 << (day.getValue() - 1))) != 0).toList();
      assertThat(
              WeekDays.texts(some).stream().flatMap(one -> WeekDays.parse(one).stream()).toList())
          .isEqualTo(some);
    }
  }
}
