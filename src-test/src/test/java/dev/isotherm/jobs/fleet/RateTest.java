package dev.isotherm.jobs.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
  @Test
  void spacesMessagesEvenly() {
    assertThat(Rate.parse("4").dueNanos(6)).isEqualTo(1_500_000_000L);
    assertThat(Rate.parse("0.5").span(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(Rate.parse("200000").dueNanos(1)).isEqualTo(5_000);
    assertThat(new Rate(1).span(1)).isZero();
  }

  @Test
  void neverMakesAMessageWaitAtTheHighestRate() {
    assertThat(Rate.parse("max")).isEqualTo(Rate.MAX).isEqualTo(Rate.parse("0"));
    assertThat(Rate.MAX.dueNanos(Long.MAX_VALUE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "NaN", "Infinity", "0.0001", "fast", ""})
  void refusesWhatIsNoRate(String text) {
    assertThatThrownBy(() -> Rate.parse(text))
        .hasMessage("must be a number of messages per second from 0.001 up, or max");
  }
}
