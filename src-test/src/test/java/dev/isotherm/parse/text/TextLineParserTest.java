package dev.isotherm.parse.text;

import static dev.isotherm.fixtures.Parsing.assertRejected;
import static dev.isotherm.fixtures.Parsing.latin1;
import static dev.isotherm.fixtures.Parsing.readings;
import static dev.isotherm.model.RejectionReason.EMPTY;
import static dev.isotherm.model.RejectionReason.NOT_A_NUMBER;
import static dev.isotherm.model.RejectionReason.NOT_FINITE;
import static dev.isotherm.model.RejectionReason.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Parsing;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.number.NumberStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextLineParserTest {

  private static final Series SERIES = new Series("attic", "temperature");

  private final TextLineParser parser = new TextLineParser(SERIES, 1234, 65_536, NumberStyle.PLAIN);

  @ParameterizedTest
  @ValueSource(strings = {"21.5", " 21.5", "\t21.5 \r", "+21.50", "2.15e1", "\uFEFF21.5"})
  void aLineIsAReadingOfTheFilesSeriesAndInstant(String line) {
    assertThat(readings(parser, line)).containsExactly(new Reading(SERIES, 1234, 21.5));
  }

  @Test
  void everyReasonQuotesTheText() {
    assertRejected(parser, " 21,5 ", NOT_A_NUMBER, "\"21,5\" is not a decimal number");
    assertRejected(parser, "21.5 22.5", NOT_A_NUMBER, "\"21.5 22.5\" is not a decimal number");
    assertRejected(
        parser, "a\u0000\tb", NOT_A_NUMBER, "\"a\\u0000\\u0009b\" is not a decimal number");
    assertRejected(parser, "21\u00A0°", NOT_A_NUMBER, "\"21\\u00A0°\" is not a decimal number");
    assertRejected(parser, "NaN", NOT_FINITE, "\"NaN\" is not a finite number");
    assertRejected(parser, "-1e400", NOT_FINITE, "\"-1e400\" is not a finite number");
    assertRejected(parser, "", EMPTY, "the message has no bytes");
    assertRejected(parser, "\r", EMPTY, "the message holds nothing but whitespace");
  }

  @Test
  void longAndBinaryTextIsFitForASentence() {
    assertRejected(
        parser,
        "x".repeat(61),
        NOT_A_NUMBER,
        "\"" + "x".repeat(59) + "…\" is not a decimal number");
    assertRejected(
        parser, "x".repeat(60), NOT_A_NUMBER, "\"" + "x".repeat(60) + "\" is not a decimal number");
    assertRejected(
        parser,
        "x" + "😀".repeat(50),
        NOT_A_NUMBER,
        "\"x" + "😀".repeat(29) + "…\" is not a decimal number");
    assertThat(Parsing.parse(parser, latin1("1\u00FF2")))
        .isEqualTo(new Parsed.Rejected(NOT_A_NUMBER, "\"1\\xFF2\" is not a decimal number"));
  }

  @Test
  void theLongestLineIsAnOption() {
    assertRejected(
        parser,
        "1".repeat(1 << 20),
        TOO_LARGE,
        "the message has 1048576 bytes; at most 65536 are allowed");
    assertRejected(
        new TextLineParser(SERIES, 1234, 3, NumberStyle.PLAIN),
        "21.5",
        TOO_LARGE,
        "the message has 4 bytes; at most 3 are allowed");
  }
}
