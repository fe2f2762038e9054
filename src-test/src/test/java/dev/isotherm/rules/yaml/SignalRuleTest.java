package dev.isotherm.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Series;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.rules.Signal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules on signals in files of rules. */
class SignalRuleTest {

  private static final String FAILED_SHARE =
      """
      rules:
        - name: failed-share
          signal: "errors / requests"
          where:
            errors: "sum(increase(errors_total, 5m))"
            requests: "sum(increase(requests_total, 5m))"
          every: 1m
          by: service
          levels: { critical: { when: "value > 0.05 and requests > 0" } }
      """;

  private static RuleSet parse(String text) {
    return RuleFile.parse("rules.yaml", text);
  }

  @Test
  void readsASignal() {
    Rule rule = parse(FAILED_SHARE).rules().get(0);
    Signal signal = rule.signal();
    assertThat(signal.every()).isEqualTo(Duration.ofMinutes(1));
    assertThat(signal.by()).isEqualTo("service");
    assertThat(signal.staleAfter()).isEqualTo(Duration.ofMinutes(5));
    assertThat(rule.selector().on()).isEqualTo(Source.STEPS);
    assertThat(rule.metric()).isEqualTo("failed-share");
    assertThat(rule.metrics()).containsExactly("errors_total", "requests_total");
    assertThat(rule.watches(new Series("checkout", "failed-share"))).isTrue();
  }

  @Test
  void withoutStepsItIsEvaluatedWithEachMessage() {
    Rule rule =
        parse("rules: [{ name: a, signal: b - c, levels: { info: { above: 1 } } }]").rules().get(0);
    assertThat(rule.selector().on()).isEqualTo(Source.SIGNALS);
    assertThat(rule.watchedText()).isEqualTo("rule a on b - c");
  }

  /** Fixed limits, or a mean over 10 s that is unusual among all earlier ones. */
  @Test
  void comparesItsSignalWithEarlierValues() {
    Rule rule =
        parse(
                """
                rules:
                  - name: processor
                    signal: "100 - mean(idle, 10s)"
                    every: 10s
                    levels:
                      info: { when: "value > 70 or deviation(value, all readings, 30 readings) > 2.5" }
                      warning: { when: "value > 80 or deviation(value, all readings, 30 readings) > 3" }
                """)
            .rules()
            .get(0);
    assertThat(rule.metrics()).containsExactly("idle");
  }

  @Test
  void namesSensorsOfOthers() {
    Rule rule =
        parse(
                "rules: [{ name: a, signal: 't - t{outside}', every: 1m,"
                    + " levels: { info: { above: 1 } } }]")
            .rules()
            .get(0);
    assertThat(rule.namedSeries()).containsExactly(new Series("outside", "t"));
  }

  @Test
  void isWrittenAndReadBack() {
    RuleSet rules =
        parse(
            FAILED_SHARE
                + """
                  - name: on-battery
                    signal: "time_left_seconds"
                    staleAfter: 10m
                    sensors: "ups-*"
                    levels:
                      warning: { when: "on_battery == 1" }
                      critical: { when: "on_battery == 1 and value < 900", holdFor: 10s }
                """);
    RuleSet again = parse(RuleWriter.write(rules));
    assertThat(again).isEqualTo(rules);
    assertThat(again.fingerprint()).isEqualTo(rules.fingerprint());
  }

  @Test
  void theZoneOfItsWindowsIsWrittenAndReadBack() {
    String text =
        """
        rules:
          - name: rain
            signal: "a"
            where: { fallen: "sum(rain, this week)" }
            zone: Europe/Berlin
            levels: { info: { when: "fallen > 30" } }
        """;
    RuleSet rules = parse(text);
    RuleSet again = parse(RuleWriter.write(rules));
    assertThat(again).isEqualTo(rules);
    assertThat(again.semanticFingerprint()).isEqualTo(rules.semanticFingerprint());
    assertThat(parse(text.replace("Berlin", "Madrid")).semanticFingerprint())
        .isNotEqualTo(rules.semanticFingerprint());
  }

  @Test
  void theFingerprintDependsOnWhatIsMeant() {
    String base = parse(FAILED_SHARE).semanticFingerprint();
    String otherSpelling =
        FAILED_SHARE.replace("errors / requests", "(errors)/requests").replace("1m", "60s");
    assertThat(parse(otherSpelling).semanticFingerprint()).isEqualTo(base);
    for (String other :
        List.of(
            FAILED_SHARE.replace("0.05", "0.06"),
            FAILED_SHARE.replace("every: 1m", "every: 5m"),
            FAILED_SHARE.replace("by: service", "by: site"),
            FAILED_SHARE.replace("every: 1m", "every: 1m\n    staleAfter: 10m"))) {
      assertThat(parse(other).semanticFingerprint()).as(other).isNotEqualTo(base);
    }
  }

  @Test
  void aRuleUnderAnotherNameHasSeriesOfThatName() {
    Rule rule = parse(FAILED_SHARE).rules().get(0).named("other");
    assertThat(rule.metric()).isEqualTo("other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          signal: b, metric: b, levels: { info: { above: 1 } }          | metric: does not go with signal
          signal: b, on: averages, levels: { info: { above: 1 } }       | on: does not go with signal
          signal: 'sum(b, today)', levels: { info: { above: 1 } }       | signal today: needs zone at the rule, whose clocks count, such as zone: Europe/Madrid
          signal: 'b', levels: { info: { when: 'max(b, this week) > 1' } } | when this week: needs zone at the rule, whose clocks count, such as zone: Europe/Madrid
          signal: 'sum(b, today)', zone: Europe/Berln, levels: { info: { above: 1 } } | zone Europe/Berln: is no time zone; did you mean Europe/Berlin?
          signal: 'sum(b, 1d)', zone: Europe/Berlin, levels: { info: { above: 1 } } | zone: is used by nothing; it is for the windows today, this week and this month
          metric: b, zone: UTC, levels: { info: { above: 1 } }          | zone: goes with signal, in place of metric
          metric: b, every: 1m, levels: { info: { above: 1 } }          | every: goes with signal, in place of metric
          metric: b, levels: { info: { when: b > 1 } }                  | when: needs a rule with signal, in place of metric
          signal: b +, levels: { info: { above: 1 } }                   | signal
          signal: b > 1, levels: { info: { above: 1 } }                 | signal b > 1: is true or false, but must be a number
          signal: b, levels: { info: { when: b } }                      | when b: is a number, but must be true or false
          signal: b, levels: { info: { when: value > } }                | when
          signal: b, by: site, levels: { info: { above: 1 } }           | by site: needs every, such as every: 1min
          signal: mean(b by site), levels: { info: { above: 1 } }       | signal mean(b by site): a function of the members
          signal: b, by: site, every: 1m, levels: { info: { above: 1 } } | signal b: is of one sensor
          signal: b, every: 0s, levels: { info: { above: 1 } }          | every 0ms: must be whole milliseconds, from 1 to 3660 days
          signal: b, staleAfter: 0s, levels: { info: { above: 1 } }     | staleAfter 0ms: must be whole milliseconds, from 1 to 3660 days
          signal: 'mean(b, 90s)', every: 1m, levels: { info: { above: 1 } } | signal mean(b, 90s): the window of 90s is no multiple of every: 1min
          signal: b, where: { c: d }, levels: { info: { above: 1 } }    | where.c: is used by nothing
          signal: c, where: { c: d + c }, levels: { info: { above: 1 } } | where.c: is defined by itself: c uses c
          signal: 'mean(b by site) - mean(b by line)', every: 1m, levels: { info: { above: 1 } } | signal: has groups by line and by site; only one is allowed
          signal: 'mean(b by site)', every: 1m, levels: { info: { when: 'deviation(value, 1h) > 3' } } | when deviation(value, 1h) > 3: deviation(value, …) is of a signal that looks at one sensor; this one looks at others
          signal: 'mean(b)', by: site, every: 1m, levels: { info: { when: 'deviation(value, 1h) > 3' } } | when deviation(value, 1h): earlier values of a signal are kept for single sensors only
          """)
  void refuses(String keys, String error) {
    ConfigurationException thrown =
        catchThrowableOfType(
            ConfigurationException.class, () -> parse("rules: [{ name: a, " + keys + " }]"));
    assertThat(thrown).as(keys).isNotNull();
    assertThat(thrown.getMessage()).contains("rules.yaml:1: " + error);
  }
}
