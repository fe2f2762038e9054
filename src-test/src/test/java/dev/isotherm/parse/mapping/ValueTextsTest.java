package dev.isotherm.parse.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.parse.number.DecimalNumber;
import dev.isotherm.parse.number.NumberStyle;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueTextsTest {

  private static final ValueTexts UNITS = ValueTexts.of(List.of(), true);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "21.5 °C | 21.5",
        "21.5°C  | 21.5",
        "50 %    | 50",
        "50%     | 50",
        "<0.5    | 0.5",
        "> 3     | 3",
        "\u22123.5 | -3.5",
        "\u20137 K | -7",
        "+4 V    | 4",
        "12 µg/m3 | 12",
        "5 m3/s  | 5",
        "7 m²    | 7",
        "~9      | 9",
        "3.0\u00a0kWh | 3"
      })
  void takesUnitsAndMarksOff(String text, double number) {
    assertThat(UNITS.numberOf(text, new DecimalNumber())).hasValue(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12:30",
        "2025-07-01",
        "1.2.3",
        "5 Main Street",
        "room 5",
        "°C",
        "",
        "10.0.0.1",
        "3 4",
        "7a7 8",
        "0a1b",
        "12ab3c",
        "5s7",
        "NaN",
        "1,5 C"
      })
  void takesNothingElseForANumber(String text) {
    assertThat(UNITS.numberOf(text, new DecimalNumber())).isEmpty();
    assertThat(ValueTexts.NONE.numberOf(text, new DecimalNumber())).isEmpty();
  }

  @Test
  void readsTheNumberAsTheFileWritesIt() {
    DecimalNumber comma = new DecimalNumber(NumberStyle.DECIMAL_COMMA);
    assertThat(UNITS.numberOf("1,5 C", comma)).hasValue(1.5);
    assertThat(UNITS.numberOf("1.5 C", comma)).isEmpty();
  }

  @Test
  void statesAreNumbersByTheirTexts() {
    ValueTexts states = ValueTexts.of(List.of("on=1", "off=0", "a=b=-2.5"), false);
    assertThat(states.numberOf("on", new DecimalNumber())).hasValue(1);
    assertThat(states.numberOf("a=b", new DecimalNumber())).hasValue(-2.5);
    assertThat(states.numberOf("ON", new DecimalNumber())).isEmpty();
    assertThat(states.numberOf("5 C", new DecimalNumber())).isEmpty();
    for (String wrong : List.of("on", "on=", "=1", "on=high", "on=NaN")) {
      assertThatThrownBy(() -> ValueTexts.of(List.of(wrong), false))
          .hasMessageContaining("must be a text and a number, such as on=1");
    }
    assertThatThrownBy(() -> ValueTexts.of(List.of("on=1", "on=2"), false))
        .hasMessageContaining("\"on=2\"");
  }
}
