package dev.isotherm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.Series;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesByInstantTest {

  private static final RuleSetVersion START =
      new RuleSetVersion(RuleSetVersion.FROM_THE_START, RuleFile.builtIn());
  private static final RuleSetVersion NONE_FROM_10 = new RuleSetVersion(10, RuleSet.NONE);
  private static final RuleSetVersion DEFAULT_FROM_20 = new RuleSetVersion(20, RuleFile.builtIn());

  @Test
  void aVersionIsInForceFromItsInstantToThatOfTheNext() {
    RulesByInstant versions =
        new RulesByInstant(
            RuleSetHistory.of(RuleFile.builtIn()).with(List.of(DEFAULT_FROM_20, NONE_FROM_10)),
            RuleScope.READINGS,
            SensorTable.EMPTY);
    assertThat(from(versions, Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(from(versions, 9)).isEqualTo(Long.MIN_VALUE);
    assertThat(from(versions, 10)).isEqualTo(10);
    assertThat(from(versions, 19)).isEqualTo(10);
    assertThat(from(versions, Long.MAX_VALUE)).isEqualTo(20);
    assertThat(versions.after(versions.at(0)).fromMillis()).isEqualTo(10);
    assertThat(versions.after(versions.at(10)).fromMillis()).isEqualTo(20);
    assertThat(versions.after(versions.at(20))).isNull();
  }

  @Test
  void aVersionThatComesLaterFindsItsPlace() {
    RulesByInstant versions =
        new RulesByInstant(
            RuleSetHistory.of(RuleFile.builtIn()), RuleScope.READINGS, SensorTable.EMPTY);
    assertThat(versions.add(DEFAULT_FROM_20)).isTrue();
    assertThat(versions.add(NONE_FROM_10)).isTrue();
    Series series = new Series("s", "temperature");
    assertThat(versions.at(9).of(series)).hasSize(1);
    assertThat(versions.at(10).of(series)).isEmpty();
    assertThat(versions.at(20).of(series)).hasSize(1);
    assertThat(versions.at(20).of(series, "high_temperature")).isNotNull();
    assertThat(versions.at(20).of(series, "other")).isNull();
    assertThat(versions.after(versions.at(10)).fromMillis()).isEqualTo(20);
    assertThat(versions.after(versions.at(20))).isNull();
  }

  @Test
  void anInstantThatIsTakenIsNoNews() {
    RulesByInstant versions =
        new RulesByInstant(
            RuleSetHistory.of(RuleFile.builtIn()), RuleScope.READINGS, SensorTable.EMPTY);
    versions.add(NONE_FROM_10);
    assertThat(versions.add(new RuleSetVersion(10, RuleFile.builtIn()))).isFalse();
    assertThat(versions.add(new RuleSetVersion(Long.MIN_VALUE, RuleSet.NONE))).isFalse();
    assertThat(versions.at(10).fingerprint()).isEqualTo(RuleSet.NONE.fingerprint());
    assertThat(versions.at(9).fingerprint()).isEqualTo(RuleFile.builtIn().fingerprint());
  }

  @Test
  void aTimelineBeginsAtTheStartAndGoesOnInOrder() {
    assertThatThrownBy(() -> new RuleSetHistory(List.of(NONE_FROM_10)))
        .hasMessageContaining("the first must be from the start");
    assertThatThrownBy(() -> new RuleSetHistory(List.of(START, DEFAULT_FROM_20, NONE_FROM_10)))
        .hasMessageContaining("must be in the order of their instants");
    assertThat(RuleSetHistory.of(RuleSet.NONE).isEmpty()).isTrue();
    assertThat(RuleSetHistory.of(RuleSet.NONE).with(List.of(DEFAULT_FROM_20)).isEmpty()).isFalse();
    assertThat(
            RuleSetHistory.of(RuleFile.builtIn())
                .with(List.of(DEFAULT_FROM_20))
                .on(Source.READINGS))
        .isEqualTo(RuleFile.builtIn().rules());
  }

  private static long from(RulesByInstant versions, long instant) {
    return versions.at(instant).fromMillis();
  }
}
