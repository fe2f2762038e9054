package dev.isotherm.alert.unittest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesNotationTest {

  @Test
  void readsWhatPromtoolReads() {
    assertThat(SeriesNotation.read("-2+4x3")).containsExactly(-2.0, 2.0, 6.0, 10.0);
    assertThat(SeriesNotation.read(" 1-2x4")).containsExactly(1.0, -1.0, -3.0, -5.0, -7.0);
    assertThat(SeriesNotation.read(" 1x4")).containsExactly(1.0, 1.0, 1.0, 1.0, 1.0);
    assertThat(SeriesNotation.read(" 1 _x3 2 _"))
        .isEqualTo(Arrays.asList(1.0, null, null, null, 2.0, null));
    assertThat(SeriesNotation.read("1e3 -.5 +2 1.5+1e-1x1"))
        .containsExactly(1000.0, -0.5, 2.0, 1.5, 1.6);
    assertThat(SeriesNotation.read("")).isEmpty();
    assertThat(SeriesNotation.read("7x0 _x0")).containsExactly(7.0);
  }

  @Test
  void addsDecimalsNotDoubles() {
    List<Double> values = SeriesNotation.read("20+0.1x10");
    assertThat(values.get(3)).isEqualTo(20.3);
    assertThat(values.get(10)).isEqualTo(21.0);
  }

  @Test
  void saysWhatItCannotReadAndWhere() {
    assertThatThrownBy(() -> SeriesNotation.read("20 20+1 30"))
        .hasMessage(
            "\"20+1\" at position 4: must be a value such as 20, 20+1x12, 20-1x12 or 20x12, or _ or"
                + " _x12");
    assertThatThrownBy(() -> SeriesNotation.read("1 stale"))
        .hasMessageStartingWith("\"stale\" at position 3: must be a value");
    assertThatThrownBy(() -> SeriesNotation.read("1 _x100000"))
        .hasMessage("\"_x100000\" at position 3: must not bring the series above 100000 values");
    assertThatThrownBy(() -> SeriesNotation.read("1e999"))
        .hasMessage("\"1e999\" at position 1: must not exceed what a double can hold");
    assertThatThrownBy(() -> SeriesNotation.read("1x999999999999"))
        .hasMessageStartingWith("\"1x999999999999\" at position 1: must be a value");
  }
}
