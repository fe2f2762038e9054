package dev.isotherm.jobs.commands.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class DayTemplateTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final InstantSource EVENING =
      InstantSource.fixed(Instant.parse("2025-07-01T22:30:00Z"));

  private static LocalDate day(String text, ZoneId zone) {
    return new DayTemplate.Converter().convert(text).in(zone, EVENING).day();
  }

  @Test
  void aDayIsThatOfTheZone() {
    assertThat(day("yesterday", UTC)).isEqualTo("2025-06-30");
    assertThat(day("Today", UTC)).isEqualTo("2025-07-01");
    assertThat(day("yesterday", ZoneId.of("Europe/Berlin"))).isEqualTo("2025-07-01");
    assertThat(day("2024-02-29", UTC)).isEqualTo("2024-02-29");
  }

  @Test
  void whatIsNoDayIsRefused() {
    assertThatThrownBy(() -> day("2025-02-29", UTC))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("must be a date such as 2025-07-01, yesterday or today");
  }

  @Test
  void fillsAllMarks() {
    DayTemplate template = new DayTemplate(LocalDate.parse("2025-07-01"));
    assertThat(template.fill("a/{date}/{date}.csv")).isEqualTo("a/2025-07-01/2025-07-01.csv");
    assertThat(template.fill("year={yyyy}/month={MM}/{dd}")).isEqualTo("year=2025/month=07/01");
    assertThat(template.fill("*.{csv,json}")).isEqualTo("*.{csv,json}");
    assertThat(DayTemplate.isIn("x/{MM}")).isTrue();
    assertThat(DayTemplate.isIn("*.{csv,json}")).isFalse();
  }
}
