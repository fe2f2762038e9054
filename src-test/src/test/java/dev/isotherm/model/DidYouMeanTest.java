package dev.isotherm.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {

  private static final List<String> NAMES = List.of("mean", "median", "max", "temperature");

  @Test
  void oneEditOfThreeLettersIsAllowed() {
    assertThat(DidYouMean.of("mediam", NAMES)).containsExactly("median");
    assertThat(DidYouMean.of("tempreture", NAMES)).containsExactly("temperature");
    assertThat(DidYouMean.of("humidity", NAMES)).isEmpty();
  }

  @Test
  void neighboursThatAreExchangedAreOneEdit() {
    assertThat(DidYouMean.of("maen", NAMES)).containsExactly("mean");
    assertThat(DidYouMean.of("mxa", NAMES)).containsExactly("max");
    assertThat(DidYouMean.of("naem", NAMES)).isEmpty();
  }

  @Test
  void theBeginningOfANameIsEnough() {
    assertThat(DidYouMean.of("TEMP", NAMES)).containsExactly("temperature");
    assertThat(DidYouMean.of("tem", NAMES)).isEmpty();
  }
}
