package dev.isotherm.parse.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MetricSelectionTest {

  @Test
  void namesFieldsByNamePathAndPattern() {
    MetricSelection metrics =
        MetricSelection.of(List.of("rssi", "t=data.temperature", "probe_*=DS18B20.*", "a.b.*"));
    assertThat(metrics.nameOf("rssi")).isEqualTo("rssi");
    assertThat(metrics.nameOf("data.temperature")).isEqualTo("t");
    assertThat(metrics.nameOf("DS18B20.Temperature")).isEqualTo("probe_Temperature");
    assertThat(metrics.nameOf("a.b.c")).isEqualTo("a.b.c");
    assertThat(metrics.nameOf("a.b.c.d")).isNull();
    assertThat(metrics.nameOf("temperature")).isNull();
    assertThat(metrics.selectsIn("data")).isTrue();
    assertThat(metrics.selectsIn("a")).isTrue();
    assertThat(metrics.selectsIn("a.b")).isTrue();
    assertThat(metrics.selectsIn("dat")).isFalse();
  }

  @Test
  void selectsEverythingWithoutSelectors() {
    assertThat(MetricSelection.of(List.of())).isSameAs(MetricSelection.ALL);
    assertThat(MetricSelection.ALL.nameOf("any")).isEqualTo("any");
    assertThat(MetricSelection.ALL.selectsIn("any")).isFalse();
  }

  @Test
  void oneFieldHasOneNameAndOneNameOneField() {
    assertThatThrownBy(() -> MetricSelection.of(List.of("t=a", "t=b")))
        .hasMessage("metric \"t=b\": another one has the same field or name");
    assertThatThrownBy(() -> MetricSelection.of(List.of("a", "t=a")))
        .hasMessage("metric \"t=a\": another one has the same field or name");
    assertThatThrownBy(() -> MetricSelection.of(List.of("=a"))).hasMessage("metric \"\": is blank");
  }

  @Test
  void excludesFields() {
    MetricSelection others = MetricSelection.of(List.of("!lat", "!lon"));
    assertThat(others.isEmpty()).isTrue();
    assertThat(others.nameOf("lat")).isNull();
    assertThat(others.nameOf("temperature")).isEqualTo("temperature");
    MetricSelection some = MetricSelection.of(List.of("data.*", "!data.debug"));
    assertThat(some.isEmpty()).isFalse();
    assertThat(some.nameOf("data.debug")).isNull();
    assertThat(some.nameOf("data.t")).isEqualTo("data.t");
    assertThat(some.nameOf("t")).isNull();
    assertThat(some.selected())
        .extracting(MetricSelection.Selected::path)
        .containsExactly("data.*");
    assertThatThrownBy(() -> MetricSelection.of(List.of("!data.*")))
        .hasMessage("metric \"!data.*\": ! excludes one field, and no pattern");
  }
}
