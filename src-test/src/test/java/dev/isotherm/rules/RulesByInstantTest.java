package dev.isotherm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.Series;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
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
            SensorTables.EMPTY);
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
            RuleSetHistory.of(RuleFile.builtIn()), RuleScope.READINGS, SensorTables.EMPTY);
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
            RuleSetHistory.of(RuleFile.builtIn()), RuleScope.READINGS, SensorTables.EMPTY);
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

  private static final RuleSet OF_TABLE =
      RuleFile.parse(
          "rules.yaml",
          """
          rules:
          - { name: hot, metric: m, levels: { warning: { above: limit.hot } } }
          - { name: all, metric: m, levels: { warning: { above: 5 } } }
          """);

  private static SensorTables tables(String rows) {
    return new SensorTables(SensorFile.parseYaml("t.yaml", "sensors: " + rows));
  }

  private static SensorChange change(long from, String sensor, int hot) {
    SensorTable table =
        SensorFile.parseYaml(
            "t.yaml", "sensors: [{ sensor: " + sensor + ", limits: { hot: " + hot + " } }]");
    return new SensorChange(from, sensor, 0, table.entry(sensor));
  }

  @Test
  void aVersionOfTheTableIsOneOfItsRules() {
    SensorTables tables = tables("[{ sensor: s, limits: { hot: 1 } }, { sensor: t }]");
    RulesByInstant versions =
        new RulesByInstant(RuleSetHistory.of(OF_TABLE), RuleScope.READINGS, tables);
    Series series = new Series("s", "m");
    Series other = new Series("t", "m");
    ActiveRules first = versions.at(10);
    List<Rule> ofOther = first.of(other);
    assertThat(ofOther).hasSize(1);
    tables.add(change(10, "s", 2));
    assertThat(versions.at(10)).isSameAs(first);
    versions.tablesHaveChanged();
    assertThat(from(versions, 9)).isEqualTo(Long.MIN_VALUE);
    assertThat(from(versions, 10)).isEqualTo(10);
    assertThat(versions.at(10).hasSameRulesAs(versions.at(9))).isTrue();
    assertThat(versions.at(9).of(series, "hot").levels().get(0).condition().holds(2, 2, 2, false))
        .isTrue();
    assertThat(versions.at(10).of(series, "hot").levels().get(0).condition().holds(2, 2, 2, false))
        .isFalse();
    assertThat(versions.at(10).of(other)).isSameAs(ofOther);
    assertThat(versions.gaps()).isEqualTo(1);
  }

  @Test
  void versionsOfBothComeTogether() {
    SensorTables tables = tables("[]");
    tables.add(change(15, "s", 2));
    RulesByInstant versions =
        new RulesByInstant(RuleSetHistory.of(OF_TABLE), RuleScope.READINGS, tables);
    versions.add(NONE_FROM_10);
    versions.add(new RuleSetVersion(20, OF_TABLE));
    Series series = new Series("s", "m");
    assertThat(versions.at(15).all()).isEmpty();
    assertThat(versions.at(15).table().names("s")).isTrue();
    assertThat(versions.at(20).of(series)).hasSize(2);
    assertThat(versions.at(9).of(series)).hasSize(1);
    tables.add(change(25, "s", 3));
    versions.tablesHaveChanged();
    Rule rule = versions.at(25).of(series, "hot");
    assertThat(versions.signalSinceMillis(versions.at(25), rule)).isEqualTo(20);
    assertThat(versions.after(versions.at(20)).fromMillis()).isEqualTo(25);
  }

  @Test
  void aSensorThatIsNotNamedAnyLongerIsRemoved() {
    SensorTables tables = tables("[{ sensor: s }, { sensor: 't*' }]");
    tables.add(new SensorChange(10, "s", 0, null));
    tables.add(new SensorChange(20, "t*", 0, null));
    RulesByInstant versions =
        new RulesByInstant(RuleSetHistory.of(OF_TABLE), RuleScope.READINGS, tables);
    assertThat(versions.at(10).hasRemoved("s", versions.at(9))).isTrue();
    assertThat(versions.at(20).hasRemoved("s", versions.at(10))).isFalse();
    assertThat(versions.at(20).hasRemoved("t1", versions.at(10))).isFalse();
  }
}
