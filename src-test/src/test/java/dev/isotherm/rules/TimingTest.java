package dev.isotherm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimingTest {

  private static final Timing BERLIN = Timing.IMMEDIATE.withDaysOf(ZoneId.of("Europe/Berlin"));

  private static String after(Timing timing, String instant, Duration duration) {
    return Instant.ofEpochMilli(timing.after(Instant.parse(instant).toEpochMilli(), duration))
        .toString();
  }

  @Test
  void wholeDaysAreDaysOfTheZone() {
    Duration day = Duration.ofDays(1);
    assertThat(after(BERLIN, "2025-10-25T22:00:00Z", day)).isEqualTo("2025-10-26T23:00:00Z");
    assertThat(after(BERLIN, "2025-03-29T23:00:00Z", day)).isEqualTo("2025-03-30T22:00:00Z");
    assertThat(after(BERLIN, "2025-10-24T22:00:00Z", day.multipliedBy(3)))
        .isEqualTo("2025-10-27T23:00:00Z");
    assertThat(after(Timing.IMMEDIATE, "2025-10-25T22:00:00Z", day))
        .isEqualTo("2025-10-26T22:00:00Z");
  }

  /** In Cairo, 25 April 2025 began at 01:00. */
  @Test
  void theStartOfADayLeadsToTheStartOfADay() {
    Timing cairo = Timing.IMMEDIATE.withDaysOf(ZoneId.of("Africa/Cairo"));
    Duration day = Duration.ofDays(1);
    assertThat(after(cairo, "2025-04-23T22:00:00Z", day)).isEqualTo("2025-04-24T22:00:00Z");
    assertThat(after(cairo, "2025-04-24T22:00:00Z", day)).isEqualTo("2025-04-25T21:00:00Z");
    assertThat(after(cairo, "2025-04-24T10:00:00Z", day)).isEqualTo("2025-04-25T09:00:00Z");
  }

  @Test
  void partsOfDaysAreTimes() {
    assertThat(after(BERLIN, "2025-10-25T22:00:00Z", Duration.ofHours(25)))
        .isEqualTo("2025-10-26T23:00:00Z");
    assertThat(after(BERLIN, "2025-10-25T22:00:00Z", Duration.ZERO))
        .isEqualTo("2025-10-25T22:00:00Z");
  }

  @Test
  void nothingIsAfterTheEndOfTime() {
    assertThat(BERLIN.after(Long.MAX_VALUE - 1, Duration.ofDays(1))).isEqualTo(Long.MAX_VALUE);
    assertThat(Timing.IMMEDIATE.after(Long.MAX_VALUE - 1, Duration.ofMillis(2)))
        .isEqualTo(Long.MAX_VALUE);
  }
}
