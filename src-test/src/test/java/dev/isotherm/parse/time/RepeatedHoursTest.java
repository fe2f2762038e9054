package dev.isotherm.parse.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.parse.message.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedHoursTest {

  private static final String TWICE = "2025-10-26T02:30";
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static TimestampParser parser(RepeatedHour choice, String... formats) {
    return new TimestampParser(InstantSyntax.in(BERLIN).with(List.of(formats), choice));
  }

  @Test
  void theOptionChoosesTheInstant() throws ParseException {
    assertThat(Instant.ofEpochMilli(parser(RepeatedHour.EARLIER).parse(TWICE)))
        .isEqualTo(Instant.parse("2025-10-26T00:30:00Z"));
    assertThat(Instant.ofEpochMilli(parser(RepeatedHour.LATER).parse(TWICE)))
        .isEqualTo(Instant.parse("2025-10-26T01:30:00Z"));
    assertThatThrownBy(() -> parser(RepeatedHour.REFUSE).parse(TWICE))
        .hasMessage(
            "is shown twice by the clocks of Europe/Berlin, at 2025-10-26T00:30:00Z and at"
                + " 2025-10-26T01:30:00Z; an offset is required, or --repeated-hour earlier or"
                + " later");
  }

  @Test
  void forTheOrderOfLinesBothInstantsAreKnown() throws ParseException {
    TimestampParser parser = parser(RepeatedHour.ORDER);
    assertThat(Instant.ofEpochMilli(parser.parse(TWICE)))
        .isEqualTo(Instant.parse("2025-10-26T00:30:00Z"));
    assertThat(parser.isRepeated()).isTrue();
    assertThat(Instant.ofEpochMilli(parser.laterMillis()))
        .isEqualTo(Instant.parse("2025-10-26T01:30:00Z"));
  }

  @Test
  void wordsAreReadAndOthersRefused() {
    for (RepeatedHour one : RepeatedHour.values()) {
      assertThat(RepeatedHour.of(one.word())).isEqualTo(one);
    }
    assertThatThrownBy(() -> RepeatedHour.of("first"))
        .hasMessage("must be earlier, later, order or refuse");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-10-26T02:30+01:00",
        "2025-10-26T02:30Z",
        "2025-10-26T03:00",
        "2025-10-26T01:59:59.999",
        "2025-10-26",
        "2025-03-30T02:30",
        "1761442200"
      })
  void otherTimesAreNotConcerned(String text) throws ParseException {
    long earlier = parser(RepeatedHour.EARLIER).parse(text);
    TimestampParser refusing = parser(RepeatedHour.REFUSE);
    assertThat(refusing.parse(text)).isEqualTo(earlier);
    assertThat(parser(RepeatedHour.LATER).parse(text)).isEqualTo(earlier);
    assertThat(refusing.isRepeated()).isFalse();
  }

  @Test
  void isSaidOfTheLastTimestamp() throws ParseException {
    TimestampParser parser = parser(RepeatedHour.EARLIER);
    for (String twice : List.of("2025-10-26 02:00", "26 Oct 2025 02:15", TWICE)) {
      parser.parse("2025-10-26T01:30");
      assertThat(parser.isRepeated()).isFalse();
      parser.parse(twice);
      assertThat(parser.isRepeated()).as(twice).isTrue();
    }
  }

  @Test
  void formatsThatAreGivenFollowTheOption() throws ParseException {
    TimestampParser later = parser(RepeatedHour.LATER, "dd.MM.yyyy HH:mm", "excel");
    assertThat(Instant.ofEpochMilli(later.parse("26.10.2025 02:30")))
        .isEqualTo(Instant.parse("2025-10-26T01:30:00Z"));
    assertThat(Instant.ofEpochMilli(later.parse("45956.125")))
        .isEqualTo(Instant.parse("2025-10-26T02:00:00Z"));
    assertThat(Instant.ofEpochMilli(later.parse("45956.1041666667")))
        .isEqualTo(Instant.parse("2025-10-26T01:30:00Z"));
  }
}
