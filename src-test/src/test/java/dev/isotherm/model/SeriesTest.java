package dev.isotherm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeriesTest {

  @Test
  void namesAreNeitherBlankNorEndlessNorHoldControlCharacters() {
    assertThatThrownBy(() -> new Series(" ", "temperature")).hasMessage("sensor_id is blank");
    assertThatThrownBy(() -> new Series("a", "x".repeat(257)))
        .hasMessage("metric has 257 characters; at most 256 are allowed");
    assertThatThrownBy(() -> new Series("a\u0000b", "temperature"))
        .hasMessage("sensor_id holds the control character U+0000");
    assertThat(Series.nameError("Kessel 7 \u00b0C")).isNull();
  }

  @Test
  void sortsBySensorThenMetric() {
    assertThat(new Series("a", "z")).isLessThan(new Series("b", "a"));
    assertThat(new Series("a", "a")).isLessThan(new Series("a", "b"));
  }
}
