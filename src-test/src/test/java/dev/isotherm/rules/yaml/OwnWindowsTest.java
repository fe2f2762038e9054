package dev.isotherm.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules on averages that have windows of their own. */
class OwnWindowsTest {

  private static final String START = "rules:\n  - name: a\n    metric: m\n    noDataAfter: 5m\n";

  private static RuleSet parse(String text) {
    return RuleFile.parse("rules.yaml", text);
  }

  @Test
  void aWindowIsReadAndWritten() {
    RuleSet rules = parse(START + "    on: averages\n    window: 15m\n");
    Rule rule = rules.rules().get(0);
    assertThat(rule.selector().on()).isEqualTo(Source.WINDOWS);
    assertThat(rule.selector().window()).isEqualTo(Duration.ofMinutes(15));
    String text = RuleWriter.write(rules);
    assertThat(text).contains("    on: averages\n    window: 15min\n");
    assertThat(parse(text)).isEqualTo(rules);
    assertThat(parse(text).fingerprint()).isEqualTo(rules.fingerprint());
  }

  @Test
  void theWindowDecidesWhatTheRuleMeans() {
    RuleSet ofJob = parse(START + "    on: averages\n");
    RuleSet own = parse(START + "    on: averages\n    window: 15m\n");
    RuleSet longer = parse(START + "    on: averages\n    window: 16m\n");
    assertThat(own.semanticFingerprint())
        .isNotEqualTo(ofJob.semanticFingerprint())
        .isNotEqualTo(longer.semanticFingerprint())
        .isEqualTo(parse(START + "    on: averages\n    window: 900s\n").semanticFingerprint());
    assertThat(own.rules().get(0).hasSameSemanticsAs(longer.rules().get(0))).isFalse();
  }

  @Test
  void aScopeHasTheRulesOfOneLength() {
    RuleSet rules =
        parse(
            """
            rules:
              - { name: a, metric: m, noDataAfter: 5m, on: averages, window: 1h }
              - { name: b, metric: m, noDataAfter: 5m, on: averages, window: 5m }
              - { name: c, metric: m, noDataAfter: 5m, on: averages }
              - { name: d, metric: n, noDataAfter: 5m, on: averages, window: 60m }
            """);
    assertThat(RuleSetHistory.of(rules).ownWindows())
        .containsExactly(Duration.ofMinutes(5), Duration.ofHours(1));
    assertThat(names(RuleScope.ofWindows(Duration.ofHours(1)), rules)).containsExactly("a", "d");
    assertThat(names(RuleScope.ofWindows(Duration.ofMinutes(5)), rules)).containsExactly("b");
    assertThat(names(new RuleScope(Source.AVERAGES, null), rules)).containsExactly("c");
  }

  private static List<String> names(RuleScope scope, RuleSet rules) {
    return scope.of(rules).stream().map(Rule::name).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          window: 15m                             | window: goes with on: averages alone
          on: readings, window: 15m               | window: goes with on: averages alone
          on: averages, window: 0s                | window 0ms: must be whole milliseconds, from 1 to 3660 days
          on: averages, window: often             | window often: must be whole numbers with ms, s, min, h, d or w, such as 250ms, 5s, 1h30min or 1d
          on: averages, window: day               | window day: must be a duration such as 15min or 24h, in UTC; windows of the calendar are those of the job, --window day
          'on: averages, window: 1h, slide: 5m'   | slide: is not known; write a signal in place of metric and on, such as signal: mean(temperature, 1h), every: 5m
          """)
  void refusesWhatIsNoWindow(String keys, String error) {
    String text = "rules: [{ name: a, metric: m, noDataAfter: 5m, " + keys + " }]";
    assertThat(errors(text)).containsExactly("rules.yaml:1: " + error);
  }

  @Test
  void aSignalHasItsWindowsInItsFunctions() {
    assertThat(
            errors("rules: [{ name: a, signal: m, levels: { info: { above: 1 } }, window: 15m }]"))
        .containsExactly(
            "rules.yaml:1: window: does not go with signal; the functions of a signal have windows"
                + " of their own, such as mean(temperature, 15m)");
  }

  private static List<String> errors(String text) {
    return catchThrowableOfType(ConfigurationException.class, () -> parse(text)).errors();
  }
}
