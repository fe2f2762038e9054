package dev.isotherm.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of rules that name their severities themselves. */
class OwnSeveritiesTest {

  private static final String FILE =
      """
      severities: [low, high, disaster]
      rules:
        - name: hot
          metric: temperature
          levels:
            disaster: { above: 40 }
            low: { above: 20 }
            high: { above: 30, holdFor: 5min }
          noDataAfter: 10min
          noDataSeverity: high
        - name: silent
          metric: temperature
          noDataAfter: 1h
      """;

  private static RuleSet parse(String text) {
    return RuleFile.parse("rules.yaml", text);
  }

  private static List<String> names(Rule rule) {
    return rule.levels().stream().map(Level::severity).map(AlertSeverity::text).toList();
  }

  @Test
  void theListOrdersTheLevels() {
    RuleSet rules = parse(FILE);
    assertThat(rules.severities().names()).containsExactly("low", "high", "disaster");
    Rule hot = rules.rules().get(0);
    assertThat(names(hot)).containsExactly("low", "high", "disaster");
    assertThat(hot.noDataSeverity().text()).isEqualTo("high");
    assertThat(rules.rules().get(1).noDataSeverity().text())
        .as("without levels: the mildest")
        .isEqualTo("low");
    Rule quiet =
        parse("severities: [notice, warning]\nrules: [{ name: a, metric: m, noDataAfter: 5min }]")
            .rules()
            .get(0);
    assertThat(quiet.noDataSeverity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void whatIsWrittenIsRead() {
    RuleSet rules = parse(FILE);
    String text = RuleWriter.write(rules);
    assertThat(text).startsWith("severities: [low, high, disaster]\nrules:\n");
    assertThat(parse(text)).isEqualTo(rules);
    assertThat(parse(text).fingerprint()).isEqualTo(rules.fingerprint());
    assertThat(RuleWriter.write(RuleFile.builtIn())).doesNotContain("severities");
  }

  @Test
  void theStandardListIsThatOfAFileWithoutOne() {
    String rules = "rules: [{ name: a, metric: m, levels: { warning: { above: 1 } } }]";
    RuleSet named = parse("severities: [info, warning, critical]\n" + rules);
    assertThat(named).isEqualTo(parse(rules));
    assertThat(named.fingerprint()).isEqualTo(parse(rules).fingerprint());
    assertThat(named.severities()).isSameAs(Severities.STANDARD);
  }

  @Test
  void aRuleMeansTheSameAsLongAsItsLevelsHaveTheSameNamesAndOrder() {
    RuleSet rules = parse(FILE);
    RuleSet longer = parse(FILE.replace("[low, high,", "[low, medium, high,"));
    assertThat(longer.semanticFingerprint()).isEqualTo(rules.semanticFingerprint());
    assertThat(longer.fingerprint()).isNotEqualTo(rules.fingerprint());
    Rule hot = rules.rules().get(0);
    assertThat(hot.hasSameSemanticsAs(longer.rules().get(0))).isTrue();
    Rule renamed = parse(FILE.replace("disaster", "fatal")).rules().get(0);
    assertThat(hot.hasSameSemanticsAs(renamed)).isFalse();
    assertThat(renamed.semanticFingerprint()).isNotEqualTo(hot.semanticFingerprint());
  }

  @Test
  void anUnknownNameIsAnErrorWithTheAllowedOnes() {
    assertThat(
            errors(
                """
                severities: [low, high, disaster]
                rules:
                  - name: a
                    metric: m
                    levels:
                      hihg: { above: 1 }
                      warning: { above: 2 }
                    noDataAfter: 5min
                    noDataSeverity: dissaster
                """))
        .containsExactly(
            "rules.yaml:6: levels hihg: must be one of low, high, disaster; did you mean high?",
            "rules.yaml:7: levels warning: must be one of low, high, disaster",
            "rules.yaml:9: noDataSeverity dissaster: must be one of low, high, disaster; did you"
                + " mean disaster?");
    assertThat(errors("rules: [{ name: a, metric: m, levels: { disaster: { above: 1 } } }]"))
        .containsExactly("rules.yaml:1: levels disaster: must be one of info, warning, critical");
  }

  @Test
  void aWorseLevelMustHoldOnlyWhereTheMilderHolds() {
    assertThat(
            errors(
                "severities: [z, a]\n"
                    + "rules: [{ name: n, metric: m, levels: { a: { above: 1 }, z: { above: 2 } } }]"))
        .containsExactly("rules.yaml:2: a {above 1.0}: must hold only where z {above 2.0} holds");
  }

  @Test
  void refusesWhatIsNoListOfNames() {
    String list = ": must be a list of names, the mildest first, such as [low, high, disaster]";
    assertRefused("low", "severities" + list);
    assertRefused("{ low: 1 }", "severities" + list);
    assertRefused("[]", "severities: there are 0 names; 1 to 8 are allowed");
    assertRefused("[low, low]", "severities low: is there twice");
    assertRefused(
        "[low, High]",
        "severities High: must be a lower-case letter, followed by at most 31 lower-case letters,"
            + " digits and _");
    assertRefused(
        "[low, firing]",
        "severities firing: is the name of a state of alerts; must be another name");
    assertRefused("[low, [high]]", "severities: must be a text, or a list of texts");
  }

  private static void assertRefused(String severities, String error) {
    assertThat(errors("severities: " + severities + "\nrules: []"))
        .containsExactly("rules.yaml:1: " + error);
  }

  private static List<String> errors(String text) {
    return catchThrowableOfType(ConfigurationException.class, () -> parse(text)).errors();
  }
}
