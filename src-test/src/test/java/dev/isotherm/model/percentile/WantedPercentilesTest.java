package dev.isotherm.model.percentile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedPercentilesTest {

  @Test
  void equalNumbersGiveEqualText() {
    assertThat(WantedPercentiles.parse("99.90, 5e1,95").text()).isEqualTo("50,95,99.9");
    assertThat(WantedPercentiles.parse("50,95,99.9"))
        .isEqualTo(WantedPercentiles.parse("95.0,99.9,50"));
    assertThat(WantedPercentiles.parse("10,0.000001").numbers()).containsExactly("0.000001", "10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "100", "-1", "NaN", "", "50,,95", "p95", "0.0000001", "1e-400", "95%"})
  void aNumberThatIsNoPercentileIsAnError(String text) {
    assertThatThrownBy(() -> WantedPercentiles.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'; must be numbers above 0 and below 100, with at most 6 decimals");
  }

  @Test
  void oneThatIsThereTwiceIsAnError() {
    assertThatThrownBy(() -> WantedPercentiles.parse("50,95,50.0")).hasMessage("has 50.0 twice");
  }

  @Test
  void moreThanTenAreAnError() {
    String eleven = IntStream.range(1, 12).mapToObj(i -> "" + i).collect(Collectors.joining(","));
    assertThatThrownBy(() -> WantedPercentiles.parse(eleven))
        .hasMessage("must be at most 10 percentiles, but has 11");
  }
}
