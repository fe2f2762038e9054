package dev.isotherm.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleWarningsTest {

  private static List<String> warnings(String keys) {
    return RuleWarnings.of(
        RuleFile.parse("rules.yaml", "rules: [{ name: r, noDataAfter: 5m, " + keys + " }]"));
  }

  @Test
  void aMetricIsNeitherPatternNorList() {
    assertThat(warnings("metric: 'temp*'"))
        .containsExactly(
            "rule r: metric temp*: is a name and no pattern; only a metric of this name is"
                + " watched");
    assertThat(warnings("metric: 'a,b'"))
        .containsExactly(
            "rule r: metric a,b: is one name and no list; write a rule for each metric");
    assertThat(warnings("metric: data.temperature")).isEmpty();
  }

  @Test
  void dataIsMissedAfterTheNextEvaluation() {
    assertThat(warnings("signal: a + b, every: 10m"))
        .containsExactly(
            "rule r: noDataAfter 5min: is over before the next evaluation, which comes every 10min:"
                + " between two of them the rule has no data");
    assertThat(warnings("signal: a + b, every: 5m")).isEmpty();
    assertThat(warnings("signal: a + b")).isEmpty();
  }

  @Test
  void whatDoesNotDependOnTheReadings() {
    assertThat(warnings("signal: a / 0")).containsExactly("rule r: signal a / 0: is always absent");
    assertThat(warnings("signal: a + sqrt(1 - 2)"))
        .containsExactly("rule r: signal sqrt(1 - 2): is always absent");
    assertThat(warnings("signal: a, levels: { warning: { when: '1 > 2 or value > 3' } }"))
        .containsExactly("rule r: when 1 > 2: is always false");
    assertThat(warnings("signal: a, levels: { warning: { when: '2 >= 1 and value > 3' } }"))
        .containsExactly("rule r: when 2 >= 1: is always true");
    assertThat(warnings("signal: a / (60 * 60) + 1m, levels: { warning: { when: value > 2h } }"))
        .isEmpty();
  }

  @Test
  void aPatternIsNoList() {
    assertThat(warnings("metric: t, sensors: 's1,s2'"))
        .containsExactly(
            "rule r: sensors s1,s2: is one pattern; several are a list, such as [s1, s2]");
    assertThat(warnings("metric: t, sensors: [s1, 'b-*']")).isEmpty();
  }

  @Test
  void blanksAtAnEndCount() {
    assertThat(warnings("metric: 't ', sensors: ' s1'"))
        .containsExactly(
            "rule r: metric \"t \": has blanks at an end, which count",
            "rule r: sensors \" s1\": has blanks at an end, which count");
  }

  @Test
  void aRuleIsActiveAtSomeTime() {
    String hours = "metric: t, active: { days: mon-fri, from: '08:00', to: '18:00', zone: UTC }";
    String maintenance = "]\nmaintenance: [{ from: '07:00', to: '19:00', zone: UTC";
    assertThat(warnings(hours)).isEmpty();
    assertThat(
            RuleWarnings.of(
                RuleFile.parse(
                    "rules.yaml",
                    "rules: [{ name: r, noDataAfter: 5m, " + hours + " }" + maintenance + " }]")))
        .containsExactly(
            "rule r: active [mon-fri 08:00 to 18:00 UTC]: is never so; maintenance covers all of"
                + " it");
    assertThat(
            RuleWarnings.of(
                RuleFile.parse(
                    "rules.yaml",
                    "rules: [{ name: r, noDataAfter: 5m, "
                        + hours
                        + " }"
                        + maintenance
                        + ", sensors: s1 }, { from: 1999-01-01T00:00:00Z, to:"
                        + " 1999-01-02T00:00:00Z }]")))
        .as("of one sensor, and one that is over")
        .isEmpty();
  }

  @Test
  void aRuleIsActiveForAsLongAsItWaits() {
    String hours = "metric: t, active: { days: mon-fri, from: '08:00', to: '18:00', zone: UTC }";
    assertThat(warnings(hours + ", holdFor: 10h"))
        .containsExactly(
            "rule r: holdFor 10h: never passes: the rule is active for at most 10h without a"
                + " break");
    assertThat(
            warnings(
                hours
                    + ", levels: { info: { above: 1 }, warning: { above: 1, holdFor: 1d } },"
                    + " holdFor: 599m"))
        .containsExactly(
            "rule r: holdFor 1d: never passes: the rule is active for at most 10h without a break");
  }

  @Test
  void onlyDoubleBracesAreFilledIn() {
    assertThat(warnings("metric: t, summary: '{value} is hot'"))
        .containsExactly("rule r: summary {value}: stays as it is; a placeholder is {{value}}");
    assertThat(warnings("metric: t, summary: 'is {{ value }'"))
        .containsExactly("rule r: summary {{ value }: stays as it is; a placeholder is {{value}}");
    assertThat(warnings("metric: t, description: 'is $value'"))
        .containsExactly(
            "rule r: description $value: stays as it is; placeholders are {{value}},"
                + " {{sensor_id}} …");
    assertThat(warnings("metric: t, summary: 'is {{value}} {{ labels.x }}'")).isEmpty();
  }
}
