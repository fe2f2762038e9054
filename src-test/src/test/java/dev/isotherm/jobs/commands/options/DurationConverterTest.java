package dev.isotherm.jobs.commands.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.DurationText;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationConverterTest {
  private final DurationConverter positive = new DurationConverter();

  @ParameterizedTest
  @CsvSource({"250ms,250", "5s,5000", "1min,60000", "1h,3600000", "1d,86400000", "36h,129600000"})
  void readsWhatItFormats(String text, long millis) {
    assertThat(positive.convert(text)).isEqualTo(Duration.ofMillis(millis));
    assertThat(DurationText.format(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5m", "5S", "1.5h", "1h30min", "s", "", "PT5S", "5 s 3"})
  void saysWhatIsAllowed(String text) {
    assertThatThrownBy(() -> positive.convert(text))
        .hasMessage(
            "must be a whole number with ms, s, min, h or d, such as 250ms, 5s, 1min, 1h or 1d");
  }

  @Test
  void takesZeroAndLessOnlyWhereTheOptionSaysSo() {
    assertThatThrownBy(() -> positive.convert("0s")).hasMessage("must be at least 1 ms");
    assertThatThrownBy(() -> positive.convert("-5s")).hasMessage("must be at least 1 ms");
    assertThat(new DurationConverter.OrZero().convert("0s")).isZero();
    assertThatThrownBy(() -> new DurationConverter.OrZero().convert("-1ms"))
        .hasMessage("must be at least 0 ms");
    assertThat(new DurationConverter.Signed().convert("-5s")).isEqualTo(Duration.ofSeconds(-5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999999999ms", "9223372036854775807s", "999999999999999d"})
  void refusesWhatCannotBeCountedInMilliseconds(String text) {
    assertThatThrownBy(() -> positive.convert(text))
        .hasMessage("is too long to be counted in milliseconds");
  }
}
