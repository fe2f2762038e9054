package dev.isotherm.parse.number;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.parse.number.DecimalNumber.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberStyleTest {

  private static Object read(NumberStyle style, String text) {
    DecimalNumber number = new DecimalNumber(style);
    byte[] bytes = ("1" + text + "1").getBytes(UTF_8);
    Kind kind = number.read(bytes, 1, bytes.length - 2);
    return kind == Kind.FINITE ? number.value() : kind;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "17,5=17.5",
        "-0,25=-0.25",
        ",5=0.5",
        "1,5e3=1500",
        "8=8",
        "0,1234567890123456789012345=0.12345678901234568"
      })
  void aDecimalComma(String text, double expected) {
    assertThat(read(NumberStyle.DECIMAL_COMMA, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17.5", "1.234", "1.234,5", "17,", ",", "1,2,3", "1 234,5"})
  void nothingElseWithADecimalComma(String text) {
    assertThat(read(NumberStyle.DECIMAL_COMMA, text)).isEqualTo(Kind.NOT_A_NUMBER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "1.234,5=1234.5",
        "-12.345.678=-12345678",
        "123=123",
        "1234,5=1234.5",
        "0,1=0.1",
        "+1.000=1000"
      })
  void groupsOfThree(String text, double expected) {
    assertThat(read(new NumberStyle(',', '.'), text)).isEqualTo(expected);
    String english = text.replace(',', '#').replace('.', ',').replace('#', '.');
    assertThat(read(new NumberStyle('.', ','), english)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "1.23",
        "1234.567",
        ".123",
        "1.2345",
        "1..234",
        "1.234.",
        "1.234e5",
        "-.123"
      })
  void othersAreNoGroups(String text) {
    assertThat(read(new NumberStyle(',', '.'), text)).isEqualTo(Kind.NOT_A_NUMBER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 234,5", "1\u00A0234,5", "1\u202F234,5"})
  void aBlankIsAnyBlankThatGroupsDigits(String text) {
    assertThat(read(new NumberStyle(',', ' '), text)).isEqualTo(1234.5);
  }
}
