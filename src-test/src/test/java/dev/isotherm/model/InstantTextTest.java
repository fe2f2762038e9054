package dev.isotherm.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

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

  private static void assertRight(long epochMillis) {
    String right = Instant.ofEpochMilli(epochMillis).toString();
    if (!InstantText.of(epochMillis).equals(right)) {
      assertThat(InstantText.of(epochMillis)).isEqualTo(right);
    }
  }
}
