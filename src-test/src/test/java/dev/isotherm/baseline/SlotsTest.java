package dev.isotherm.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.baseline.Slots.By;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "2025-06-30T00:00:00Z, mon 02, 02",
    "2025-06-29T22:00:00Z, mon 00, 00",
    "2025-06-29T21:59:59.999Z, sun 23, 23",
    "1969-12-31T23:30:00Z, thu 00, 00",
  })
  void followTheZone(String instant, String ofWeek, String ofDay) {
    long millis = Instant.parse(instant).toEpochMilli();
    Slots week = new Slots(By.HOUR_OF_WEEK, BERLIN);
    Slots day = new Slots(By.HOUR_OF_DAY, BERLIN);
    assertThat(week.name(week.of(millis))).isEqualTo(ofWeek);
    assertThat(day.name(day.of(millis))).isEqualTo(ofDay);
    Slots all = new Slots(By.NONE, BERLIN);
    assertThat(all.name(all.of(millis))).isEqualTo("all");
  }

  /** In autumn, clocks show the hour from 2 to 3 twice; in spring, they leave it out. */
  @Test
  void anHourThatClocksShowTwiceIsOneSlot() {
    Slots slots = new Slots(By.HOUR_OF_WEEK, BERLIN);
    int first = slots.of(Instant.parse("2025-10-26T00:30:00Z").toEpochMilli());
    int second = slots.of(Instant.parse("2025-10-26T01:30:00Z").toEpochMilli());
    assertThat(slots.name(first)).isEqualTo("sun 02");
    assertThat(second).isEqualTo(first);
  }

  @Test
  void eachSlotHasAName() {
    for (By by : By.values()) {
      Slots slots = new Slots(by, ZoneOffset.UTC);
      assertThat(IntStream.range(0, by.slots()).map(slot -> slots.named(slots.name(slot))))
          .containsExactly(IntStream.range(0, by.slots()).boxed().toArray(Integer[]::new));
    }
    assertThatThrownBy(() -> new Slots(By.HOUR_OF_DAY, BERLIN).named("24"))
        .hasMessage("slot 24: must be from 00 to 23");
    assertThatThrownBy(() -> new Slots(By.HOUR_OF_WEEK, BERLIN).named("Mon 1"))
        .hasMessage("slot Mon 1: must be from mon 00 to sun 23");
  }
}
