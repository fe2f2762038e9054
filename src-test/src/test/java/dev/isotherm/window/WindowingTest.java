package dev.isotherm.window;

import static dev.isotherm.window.CalendarWindows.Unit.DAY;
import static dev.isotherm.window.CalendarWindows.Unit.HOUR;
import static dev.isotherm.window.CalendarWindows.Unit.MONTH;
import static dev.isotherm.window.CalendarWindows.Unit.WEEK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowingTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void durationsCountFromTheEpochAlsoBeforeIt() {
    Windowing minutes = Windowing.tumbling(Duration.ofMinutes(1));
    assertWindow(
        minutes, "2025-07-01T12:34:56.789Z", "2025-07-01T12:34:00Z", "2025-07-01T12:35:00Z");
    assertWindow(minutes, "2025-07-01T12:35:00Z", "2025-07-01T12:35:00Z", "2025-07-01T12:36:00Z");
    assertWindow(
        minutes, "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:00Z", "1970-01-01T00:00:00Z");
  }

  @Test
  void aWindowLastsAtLeastAMillisecond() {
    assertThatThrownBy(() -> Windowing.tumbling(Duration.ZERO))
        .hasMessage("window 0ms: must be at least 1 ms");
  }

  @Test
  void anInstantIsInAsManySlidingWindowsAsSlidesMakeOne() {
    Windowing windows = Windowing.sliding(Duration.ofMinutes(1), Duration.ofSeconds(20));
    assertThat(windows.windowsPerReading()).isEqualTo(3);
    assertThat(windows.slideMillis()).isEqualTo(20_000);
    assertWindow(windows, "2025-07-01T12:34:56Z", "2025-07-01T12:34:00Z", "2025-07-01T12:35:00Z");
    assertWindow(windows, "2025-07-01T12:35:00Z", "2025-07-01T12:34:20Z", "2025-07-01T12:35:20Z");
    assertWindow(
        windows, "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:00Z", "1970-01-01T00:00:00Z");
    assertThat(windows.lastEndOf(0)).isEqualTo(60_000);
    assertThat(windows.lastEndOf(-1)).isEqualTo(40_000);
  }

  @Test
  void everyInstantIsInAllSlidingWindowsAroundItAndInNoOther() {
    long seed = 20250701;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      long slide = 1L + random.nextInt(50);
      int count = 1 + random.nextInt(7);
      Windowing windows =
          Windowing.sliding(Duration.ofMillis(slide * count), Duration.ofMillis(slide));
      long instant = random.nextInt(2_000) - 1_000L;
      List<Long> starts = new ArrayList<>();
      for (int w = 0; w < windows.windowsPerReading(); w++) {
        long start = windows.startOf(instant) + w * windows.slideMillis();
        assertThat(windows.endOf(instant) - windows.startOf(instant)).isEqualTo(slide * count);
        starts.add(start);
      }
      List<Long> expected = new ArrayList<>();
      for (long start = instant - slide * count + 1; start <= instant; start++) {
        if (Math.floorMod(start, slide) == 0) {
          expected.add(start);
        }
      }
      assertThat(starts).as("seed %d, case %d", seed, i).isEqualTo(expected);
    }
  }

  @Test
  void aSessionOfOneReadingLastsOneGap() {
    Windowing sessions = Windowing.sessions(Duration.ofSeconds(30));
    assertWindow(
        sessions,
        "2025-07-01T12:34:56.789Z",
        "2025-07-01T12:34:56.789Z",
        "2025-07-01T12:35:26.789Z");
    assertThat(sessions.windowsPerReading()).isEqualTo(1);
    assertThat(sessions.lastEndOf(-1)).isEqualTo(29_999);
  }

  @Test
  void whatCannotSlideIsRefused() {
    assertThatThrownBy(() -> Windowing.sliding(Duration.ofSeconds(60), Duration.ofSeconds(7)))
        .hasMessage(
            "window 1min: must be a whole multiple of the slide 7s, at most 10000 times as long");
    assertThatThrownBy(() -> Windowing.sliding(Duration.ofSeconds(60), Duration.ZERO))
        .hasMessage("slide 0ms: must be at least 1 ms");
    assertThatThrownBy(() -> Windowing.sliding(Duration.ofDays(36_501), Duration.ofDays(36_501)))
        .hasMessage("window 36501d: must be at most 36500d");
    assertThatThrownBy(() -> Windowing.sessions(Duration.ZERO))
        .hasMessage("session gap 0ms: must be at least 1 ms and at most 36500d");
  }

  @Test
  void daysAreAsLongAsTheyAreInTheirZone() {
    Windowing days = Windowing.calendar(DAY, BERLIN);
    assertWindow(days, "2025-07-01T12:00:00Z", "2025-06-30T22:00:00Z", "2025-07-01T22:00:00Z");
    assertWindow(
        days, "2025-03-30T12:00:00Z", "2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z"); // 23 h
    assertWindow(
        days, "2025-10-26T12:00:00Z", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z"); // 25 h
  }

  @Test
  void weeksBeginOnMondayAndMonthsOnTheFirst() {
    assertWindow(
        Windowing.calendar(WEEK, BERLIN),
        "2025-07-06T21:59:59.999Z",
        "2025-06-29T22:00:00Z",
        "2025-07-06T22:00:00Z");
    assertWindow(
        Windowing.calendar(MONTH, BERLIN),
        "2025-02-15T00:00:00Z",
        "2025-01-31T23:00:00Z",
        "2025-02-28T23:00:00Z");
  }

  @Test
  void theHourThatAutumnRepeatsIsTwoWindows() {
    Windowing hours = Windowing.calendar(HOUR, BERLIN);
    assertWindow(hours, "2025-10-26T00:30:00Z", "2025-10-26T00:00:00Z", "2025-10-26T01:00:00Z");
    assertWindow(hours, "2025-10-26T01:30:00Z", "2025-10-26T01:00:00Z", "2025-10-26T02:00:00Z");
  }

  @Test
  void everyInstantIsInExactlyOneWindow() {
    Random random = new Random(7);
    for (String zone : List.of("UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu")) {
      for (CalendarWindows.Unit unit : CalendarWindows.Unit.values()) {
        Windowing windows = Windowing.calendar(unit, ZoneId.of(zone));
        for (int i = 0; i < 2000; i++) {
          long instant = (long) (random.nextDouble() * 2e12);
          long start = windows.startOf(instant);
          long end = windows.endOf(instant);
          assertThat(instant).isBetween(start, end - 1);
          assertThat(windows.endOf(start - 1)).isEqualTo(start);
          assertThat(windows.startOf(end - 1)).isEqualTo(start);
          assertThat(windows.startOf(end)).isEqualTo(end);
        }
      }
    }
  }

  private static void assertWindow(Windowing windows, String at, String start, String end) {
    long instant = Instant.parse(at).toEpochMilli();
    assertThat(Instant.ofEpochMilli(windows.startOf(instant))).isEqualTo(Instant.parse(start));
    assertThat(Instant.ofEpochMilli(windows.endOf(instant))).isEqualTo(Instant.parse(end));
  }
}
