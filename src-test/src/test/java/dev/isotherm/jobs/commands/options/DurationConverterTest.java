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
  @CsvSource({
    "5m,300000",
    "1h30min,5400000",
    "1h 30 m,5400000",
    "1w,604800000",
    "1w1d1h1min1s1ms,694861001"
  })
  void readsSumsAndShortForms(String text, long millis) {
    assertThat(positive.convert(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"690000,11min30s", "90000000,1d1h", "604800000,7d", "61001,1min1s1ms", "0,0ms"})
  void writesSumsForPeople(long millis, String text) {
    assertThat(DurationText.sum(Duration.ofMillis(millis))).isEqualTo(text);
    assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5", "5S", "1.5h", "30min1h", "1h1h", "1h 30", "s", "", " 5s", "5s ", "PT5S", "5 s 3",
        "1month", "--5s"
      })
  void saysWhatIsAllowed(String text) {
    assertThatThrownBy(() -> positive.convert(text))
        .hasMessage(
            "must be whole numbers with ms, s, min, h, d or w, such as 250ms, 5s, 1h30min or 1d");
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
  @ValueSource(
      strings = {
        "99999999999999999999ms",
        "9223372036854775807s",
        "999999999999999d",
        "1w9223372036854775807ms"
      })
  void refusesWhatCannotBeCountedInMilliseconds(String text) {
    assertThatThrownBy(() -> positive.convert(text))
        .hasMessage("is too long to be counted in milliseconds");
  }
}
