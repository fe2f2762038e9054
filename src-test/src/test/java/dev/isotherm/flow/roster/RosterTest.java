package dev.isotherm.flow.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RulesByInstant;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {

  private static final SensorTable TABLE =
      SensorFile.parseCsv(
          "sensors.csv",
          """
          sensor,metric,label.kind,min
          fridge-1,temperature,fridge,
          fridge-2,,fridge,
          boiler-1,temperature,boiler,
          boiler-1,pressure,boiler,
          door-1,,door,
          fridge-*,temperature,,-40
          """);

  private static RuleSetHistory rules(String rule) {
    return RuleSetHistory.of(RuleFile.parse("rules.yaml", "rules:\n- { name: a, " + rule + " }\n"));
  }

  private static List<String> expected(String rule) {
    List<String> series = new ArrayList<>();
    Roster.forEach(
        new RulesByInstant(rules(rule), RuleScope.READINGS, new SensorTables(TABLE)).at(0),
        one -> series.add(one.metric() + "{" + one.sensorId() + "}"));
    return series;
  }

  @Test
  void sensorsThatHaveARowAboutTheMetric() {
    assertThat(expected("metric: temperature, noDataAfter: 5m"))
        .containsExactly("temperature{fridge-1}", "temperature{fridge-2}", "temperature{boiler-1}");
    assertThat(expected("metric: pressure, noDataAfter: 5m")).containsExactly("pressure{boiler-1}");
    assertThat(expected("metric: humidity, noDataAfter: 5m")).isEmpty();
  }

  @Test
  void onlyThoseThatTheRuleWatches() {
    assertThat(expected("metric: temperature, noDataAfter: 5m, sensors: 'boiler*'"))
        .containsExactly("temperature{boiler-1}");
    assertThat(expected("metric: temperature, noDataAfter: 5m, sensors: { kind: fridge }"))
        .containsExactly("temperature{fridge-1}", "temperature{fridge-2}");
  }

  @Test
  void rulesThatTellNoSilenceExpectNothing() {
    String levels = "levels: { warning: { above: 8 } }";
    assertThat(expected("metric: temperature, " + levels)).isEmpty();
    assertThat(expected("metric: temperature, missing: ends, noDataAfter: 5m, " + levels))
        .isEmpty();
    assertThat(Roster.isWatchedBy(rules("metric: temperature, " + levels))).isFalse();
    assertThat(Roster.isWatchedBy(rules("signal: temperature, every: 1m, noDataAfter: 5m")))
        .as("a signal has no series of its own before it is evaluated")
        .isFalse();
    assertThat(Roster.isWatchedBy(rules("metric: temperature, noDataAfter: 5m"))).isTrue();
  }
}
