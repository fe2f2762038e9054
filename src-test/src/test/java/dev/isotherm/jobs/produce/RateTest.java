package dev.isotherm.jobs.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
  private final Rate.Converter converter = new Rate.Converter();

  @Test
  void spacesMessagesEvenly() {
    assertThat(converter.convert("4").dueNanos(6)).isEqualTo(1_500_000_000L);
    assertThat(converter.convert("0.5").span(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(converter.convert("200000").dueNanos(1)).isEqualTo(5_000);
    assertThat(new Rate(1).span(1)).isZero();
  }

  @Test
  void neverMakesAMessageWaitAtTheHighestRate() {
    assertThat(converter.convert("max")).isEqualTo(Rate.MAX).isEqualTo(converter.convert("0"));
    assertThat(Rate.MAX.dueNanos(Long.MAX_VALUE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "NaN", "Infinity", "0.0001", "fast", ""})
  void refusesWhatIsNoRate(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .hasMessage("must be a number of messages per second from 0.001 up, or max");
  }
}
