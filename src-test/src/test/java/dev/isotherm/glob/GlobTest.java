package dev.isotherm.glob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "*, a, true",
    "boiler-*, boiler-1, true",
    "boiler-*, boiler-, true",
    "boiler-*, boiler, false",
    "boiler-?, boiler-1, true",
    "boiler-?, boiler-, false",
    "boiler-?, boiler-12, false",
    "*-1, boiler-1, true",
    "*-1, boiler-11, false",
    "*a*b, xaxbxab, true",
    "*a*b, xaxbxa, false",
    "a.c, abc, false",
    "?, \ud83c\udf21, true",
    "??, \ud83c\udf21, false",
    "boiler, boiler, true",
    "boiler, Boiler, false"
  })
  void globsMatch(String pattern, String name, boolean matches) {
    assertThat(new Glob(pattern).matches(name)).isEqualTo(matches);
  }

  @Test
  void refusesGlobsThatMatchNothing() {
    assertThatThrownBy(() -> new Glob(""))
        .hasMessage("sensors \"\": is empty and matches no sensor; * matches all");
    assertThatThrownBy(() -> new Glob("a\tb*"))
        .hasMessage("sensors \"a\tb*\": matches no sensor: it holds the control character U+0009");
    assertThatThrownBy(() -> new Glob("?".repeat(257)))
        .hasMessageEndingWith("matches no sensor: no name is longer than 256");
  }
}
