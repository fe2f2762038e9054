package dev.isotherm.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {

  private static final long SEED = 20250701;
  private static final long DAY = 86_400_000;

  @Test
  void isTheTextOfTheInstantOnEveryDayOfTenThousandYears() {
    long first = LocalDate.of(-1, 12, 25).toEpochDay();
    long last = LocalDate.of(10_000, 1, 5).toEpochDay();
    for (long day = first; day <= last; day++) {
      assertRight(day * DAY);
    }
  }

  @Test
  void isTheTextOfTheInstantAtAnyTime() {
    System.out.println("InstantTextTest seed " + SEED);
    Random random = new Random(SEED);
    long begin = LocalDate.of(2025, 7, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000;
    for (int i = 0; i < 200_000; i++) {
      assertRight(begin + random.nextLong(DAY));
      assertRight(begin + random.nextInt(86_400) * 1_000L);
      assertRight(random.nextLong() >> random.nextInt(40));
    }
    for (long edge : new long[] {Long.MIN_VALUE, -1, 0, 1, 999, 1_000, Long.MAX_VALUE}) {
      assertRight(edge);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-07-01T12:00:00.5Z",
        "2025-07-01T12:00:00.000Z",
        "2025-07-01T12:00:00.25000Z",
        "2025-07-01T24:00:00Z",
        "2025-07-01t12:00:00z",
        "2025-07-01T14:00:00+02:00",
        "+10000-01-01T00:00:00Z",
        "2016-12-31T23:59:60Z"
      })
  void readsOtherTextsAsTheyMay(String text) {
    assertThat(InstantText.millis(text)).isEqualTo(Instant.parse(text).toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2025-02-29T12:00:00Z",
        "2025-13-01T12:00:00Z",
        "2025-00-01T12:00:00Z",
        "2025-07-00T12:00:00Z",
        "2025-07-01T25:00:00Z",
        "2025-07-01T12:60:00Z",
        "2025-07-01 12:00:00Z",
        "2025-07-01T12:00Z",
        "2025-07-01T12:00:00.",
        "2025-07-0:T12:00:00Z",
        "2025-07-01T12:00:00,250Z",
        "9999-99-99T99:99:99.999Z"
      })
  void readsNothingElse(String text) {
    assertThatThrownBy(() -> InstantText.millis(text)).isInstanceOf(DateTimeException.class);
  }

  private static void assertRight(long epochMillis) {
    String right = Instant.ofEpochMilli(epochMillis).toString();
    if (!InstantText.of(epochMillis).equals(right)) {
      assertThat(InstantText.of(epochMillis)).isEqualTo(right);
    }
    if (InstantText.millis(right) != epochMillis) {
      assertThat(InstantText.millis(right)).as(right).isEqualTo(epochMillis);
    }
  }
}
