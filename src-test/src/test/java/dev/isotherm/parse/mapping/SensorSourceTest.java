package dev.isotherm.parse.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SensorSourceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boiler",
        "@file",
        "@folder",
        "@key",
        "@topic",
        "@header:device",
        "@header:@key",
        "@column:t"
      })
  void readsWhatItWrites(String text) {
    assertThat(SensorSource.parse(text)).hasToString(text);
    assertThat(SensorSource.parse(text).isField()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"@", "@File", "@header:", "@header", "@sensor", "@column:"})
  void refusesOtherSources(String text) {
    assertThatThrownBy(() -> SensorSource.parse(text))
        .hasMessage("must be a name, @file, @folder, @column:METRIC, @key, @header:NAME or @topic");
  }
}
