package dev.isotherm.rules.yaml;

import static dev.isotherm.model.Severity.CRITICAL;
import static dev.isotherm.model.Severity.INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.isotherm.glob.Glob;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.Severity;
import dev.isotherm.rules.Absence;
import dev.isotherm.rules.Absence.Policy;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Sensors;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.Band.Interval;
import dev.isotherm.rules.condition.ChangesBy;
import dev.isotherm.rules.condition.Condition.Kind;
import dev.isotherm.rules.condition.Equality;
import dev.isotherm.rules.condition.Threshold;
import dev.isotherm.rules.condition.Threshold.Clear;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.rules.text.Texts;
import dev.isotherm.yaml.YamlErrors;
import dev.isotherm.yaml.YamlScalars;
import dev.isotherm.yaml.YamlText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFileTest {

  @Test
  void theBuiltInFileHoldsTheDefaultRules() {
    Rule rule =
        new Rule(
            "high_temperature",
            "temperature",
            List.of(Level.above(Severity.WARNING, 28), Level.above(Severity.CRITICAL, 30)));
    assertThat(RuleFile.builtIn()).isEqualTo(new RuleSet(List.of(rule)));
  }

  @Test
  void readsEveryKey() {
    RuleSet rules =
        parse(
            """
            rules:
              - name: overheating
                metric: temperature
                sensors: "boiler-*"
                levels:
                  critical: { above: 30, clearBelow: 29 }
                  warning: { above: 28, clearBelow: 27.5 }
                holdFor: 30s
                keepFiringFor: 1m
                noDataAfter: 5min
                flapping: { transitions: 5, within: 10m }
                on: readings
                summary: "{{sensor_id}} is at {{ value }}"
                labels: { team: plant, floor: 3 }
            """);
    assertThat(rules.rules())
        .containsExactly(
            new Rule(
                "overheating",
                new Selector("temperature", Sensors.matching("boiler-*"), Selector.Source.READINGS),
                List.of(
                    new Level(
                        Severity.WARNING, new Threshold(Kind.ABOVE, 28, new Clear(27.5, false))),
                    new Level(
                        Severity.CRITICAL, new Threshold(Kind.ABOVE, 30, new Clear(29, false)))),
                new Timing(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    new Timing.Flapping(5, Duration.ofMinutes(10))),
                new Annotations(
                    Texts.ofSummary("{{sensor_id}} is at {{ value }}"),
                    Map.of("team", "plant", "floor", "3"))));
  }

  @Test
  void readsEveryCondition() {
    assertThat(condition("below: 5")).isEqualTo(new Threshold(Kind.BELOW, 5));
    assertThat(condition("below: 5, clearAbove: 6"))
        .isEqualTo(new Threshold(Kind.BELOW, 5, new Clear(6, false)));
    assertThat(condition("outside: [-1, 1e2]")).isEqualTo(new Band(Kind.OUTSIDE, -1, 100));
    assertThat(condition("outside: [1, 9], clearInside: [2, 8]"))
        .isEqualTo(new Band(Kind.OUTSIDE, new Interval(1, 9), new Interval(2, 8)));
    assertThat(condition("inside: [1, 9]")).isEqualTo(new Band(Kind.INSIDE, 1, 9));
    assertThat(condition("inside: [1, 9], clearOutside: [0, 10]"))
        .isEqualTo(new Band(Kind.INSIDE, new Interval(1, 9), new Interval(0, 10)));
    assertThat(condition("changesBy: { moreThan: 2, within: 5m }"))
        .isEqualTo(new ChangesBy(2, Duration.ofMinutes(5)));
    assertThat(condition("atLeast: 40, clearAtMost: 38"))
        .isEqualTo(new Threshold(Kind.AT_LEAST, 40, new Clear(38, true)));
    assertThat(condition("atMost: 5, clearAtLeast: 6"))
        .isEqualTo(new Threshold(Kind.AT_MOST, 5, new Clear(6, true)));
    assertThat(condition("above: 28, clearBelow: 28"))
        .isEqualTo(new Threshold(Kind.ABOVE, 28, new Clear(28, false)));
    assertThat(condition("equals: -0")).isEqualTo(new Equality(Kind.EQUALS, 0));
    assertThat(condition("notEquals: 200")).isEqualTo(new Equality(Kind.NOT_EQUALS, 200));
  }

  @Test
  void aLevelMayHaveTimesOfItsOwn() {
    Rule rule =
        parse(
                rule(
                    "info: { above: 1 }, critical: { above: 1, holdFor: 1h, keepFiringFor: 0s }",
                    "holdFor: 5m\n    keepFiringFor: 1m"))
            .rules()
            .get(0);
    assertThat(rule.levels()).extracting(Level::severity).containsExactly(INFO, CRITICAL);
    assertThat(rule.levels().stream().map(rule::holdFor))
        .containsExactly(Duration.ofMinutes(5), Duration.ofHours(1));
    assertThat(rule.levels().stream().map(rule::keepFiringFor))
        .containsExactly(Duration.ofMinutes(1), Duration.ZERO);
  }

  @Test
  void readsWhatAbsenceMeans() {
    assertThat(missing("")).isEqualTo(Absence.HOLDS);
    assertThat(missing("missing: holds")).isEqualTo(Absence.HOLDS);
    assertThat(missing("noDataAfter: 5m\n    noDataSeverity: info"))
        .isEqualTo(new Absence(Policy.NO_DATA, Duration.ofMinutes(5), INFO));
    assertThat(missing("noDataAfter: 5m\n    missing: ends"))
        .isEqualTo(new Absence(Policy.ENDS, Duration.ofMinutes(5), null));
    assertThat(missing("missing: ends\n    keepFiringFor: 10m").endsAtOnce()).isTrue();
  }

  @Test
  void whatEndsWithoutReadingsIsALevel() {
    for (String others : List.of("noDataAfter: 5m", "keepFiringFor: 5m", "levels: {}")) {
      assertThat(errors("rules:\n  - { name: a, metric: b, " + others + ", missing: ends }"))
          .hasSize(1)
          .allSatisfy(error -> assertThat(error).endsWith(Absence.ENDS_NEEDS_LEVEL));
    }
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    assertThat(errors(rule("warning: { above: 1 }", "missing: no_data")))
        .containsExactly("rules.yaml:5: missing no_data: needs noDataAfter");
    assertThat(errors(rule("warning: { above: 1 }", "missing: holds\n    noDataAfter: 5m")))
        .containsExactly(
            "rules.yaml:5: missing holds: does not go with noDataAfter; the last reading stands");
    assertThat(errors(rule("warning: { above: 1 }", "noDataSeverity: info")))
        .containsExactly(
            "rules.yaml:5: noDataSeverity info: goes with missing: no_data and noDataAfter alone");
    for (String missing : List.of("", "\n    missing: ends\n    noDataAfter: 5m")) {
      assertThat(errors(rule("warning: { above: 1 }", "noDataSummary: silent" + missing)))
          .containsExactly(
              "rules.yaml:5: noDataSummary: goes with missing: no_data and noDataAfter alone");
    }
    assertThat(errors(rule("warning: { above: 1 }", "missing: ends")))
        .containsExactly(
            "rules.yaml:5: rule r: missing ends without noDataAfter needs keepFiringFor and no"
                + " holdFor at WARNING above 1.0");
    assertThat(
            errors(
                rule(
                    "warning: { above: 1, clearBelow: 0 }",
                    "missing: ends\n    keepFiringFor: 1m")))
        .containsExactly(
            "rules.yaml:5: rule r: missing ends without noDataAfter does not go with the second"
                + " limit of WARNING above 1.0, clearBelow 0.0: each reading is an event of its"
                + " own");
    assertThat(
            errors(
                rule("info: { above: 28 }, warning: { equals: 0 }, critical: { above: 20 }", "")))
        .containsExactly(
            "rules.yaml:4: critical {above 20.0}: must hold only where info {above 28.0} holds");
    assertThat(errors(rule("warning: { above: 1 }, critical: { above: 1 }", "holdFor: 1m")))
        .containsExactly(
            "rules.yaml:4: rule r: CRITICAL above 1.0 has the condition of WARNING above 1.0; it"
                + " must have a longer holdFor, or another condition");
    assertThat(errors(rule("warning: { above: 1, clearBelow: 0, clearAtMost: 0 }", "")))
        .containsExactly("rules.yaml:4: clearAtMost: does not go with clearBelow");
    assertThat(errors(rule("warning: { atLeast: 1, clearAtMost: 1 }", "")))
        .containsExactly(
            "rules.yaml:4: clearAtMost 1.0: must not be atLeast 1.0, which starts the alert");
  }

  private static Absence missing(String more) {
    return parse(rule("warning: { above: 28 }", more)).rules().get(0).timing().missing();
  }

  @Test
  void reportsAllErrorsAtOnceEachWithItsLine() {
    assertThat(
            errors(
                """
                rules:
                  - name: a
                    metrik: temperature
                    levels:
                      warning: { above: 28, clearBelow: 29 }
                      critical: { above: thirty }
                    holdFor: 5 minutes
                  - name: b
                    metric: temperature
                    sensors: ""
                    levels:
                      warning: { above: 28 }
                      critical: { above: 27 }
                  - name: a
                    metric: temperature
                    on: means
                    levels:
                      warnin: { above: 28 }
                      critical: { below: 1, clearBelow: 2 }
                    flapping: { transitions: 0, within: 5m }
                  - name: c
                    metric: temperature
                    summary: "{{sensor}} is hot"
                    labels: { a-b: c }
                  - name: d
                    name: e
                    metric: temperature
                    noDataAfter: -5m
                  - name: source_silent
                    metric: temperature
                    noDataAfter: 5m
                """))
        .containsExactly(
            "rules.yaml:2: metric: is required, or signal",
            "rules.yaml:3: metrik: is not known; did you mean metric?",
            "rules.yaml:5: clearBelow 29.0: must not be greater than above 28.0",
            "rules.yaml:6: above thirty: must be a number such as 28 or 28.5, or a limit of the sensor table such"
                + " as limit.hot",
            "rules.yaml:7: holdFor 5 minutes: must be " + YamlScalars.DURATION_FORM,
            "rules.yaml:10: sensors \"\": is empty and matches no sensor; * matches all",
            "rules.yaml:13: critical {above 27.0}: must hold only where warning {above 28.0}"
                + " holds",
            "rules.yaml:14: name a: is already used by the rule on line 2",
            "rules.yaml:16: on means: must be one of readings, averages",
            "rules.yaml:18: levels warnin: must be one of info, warning, critical; did you mean"
                + " warning?",
            "rules.yaml:19: clearBelow: does not go with below",
            "rules.yaml:20: transitions 0: must be from 1 to 100",
            "rules.yaml:21: levels: is required, unless there is noDataAfter",
            "rules.yaml:23: summary {{sensor}}: must be one of {{rule}}, {{sensor_id}},"
                + " {{metric}}, {{value}}, {{threshold}}, {{limit}}, {{unit}}, {{severity}}, {{state}}, {{since}},"
                + " {{duration}}, {{members}}, {{labels.NAME}}",
            "rules.yaml:24: labels a-b: a name must be letters, digits and _, and begin with no"
                + " digit",
            "rules.yaml:26: name: duplicate key",
            "rules.yaml:28: noDataAfter -5m: must be " + YamlScalars.DURATION_FORM,
            "rules.yaml:29: name source_silent: is reserved for the stream's own alert; must be"
                + " another");
  }

  @Test
  void readsListsOfSensors() {
    assertThat(sensors("[s1, 'boiler-*']"))
        .isEqualTo(new Sensors(List.of(new Glob("s1"), new Glob("boiler-*"))));
    assertThat(sensors("s1")).isEqualTo(Sensors.matching("s1"));
    assertThat(errors(rule("warning: { above: 1 }", "sensors: []")))
        .containsExactly("rules.yaml:5: sensors: is an empty list; * matches all sensors");
    assertThat(errors(rule("warning: { above: 1 }", "sensors: [a, a]")))
        .containsExactly("rules.yaml:5: sensors a, a: names one twice");
    assertThat(errors(rule("warning: { above: 1 }", "sensors: [a, [b]]")))
        .containsExactly("rules.yaml:5: sensors: must be a text, or a list of texts");
  }

  private static Sensors sensors(String words) {
    return parse(rule("warning: { above: 28 }", "sensors: " + words))
        .rules()
        .get(0)
        .selector()
        .sensors();
  }

  @Test
  void saysWhatToWriteInPlaceOfWordsOfPrometheus() {
    assertThat(errors(rule("warning: { '>': 28 }", "for: 5m")))
        .containsExactly(
            "rules.yaml:4: >: is not known; write above",
            "rules.yaml:4: warning: must have exactly one of above, atLeast, below, atMost,"
                + " equals, notEquals, outside, inside, changesBy, when",
            "rules.yaml:5: for: is not known; write holdFor");
    assertThat(errors("groups: [{ name: x }]"))
        .contains(
            "rules.yaml:1: groups: is not known; write rules, a list of rules; this is no file of"
                + " Prometheus' rules");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "summary: {{value}} is hot         | 5 | a text that begins with {{ must stand in quotes",
        "summary: hot: very hot            | 5 | a text with a colon and a blank in it must",
        "summary: @home                    | 5 | a text that begins with @, ` or % must",
        "levels: { warning: { above: >28 } } | 5 | a limit has no sign: above: 28 is > 28",
        "levels: { warning: { above: 1, clearAtMost: >=28 } } | 5 | a limit has no sign",
        "levels: { warning: >28 }         | 5 | a limit has no sign: above: 28 is > 28",
        "summary: >2 degrees: too hot     | 5 | a text that begins with > or",
      })
  void saysWhatIsNoYamlInPlainWords(String line, int number, String hint) {
    List<String> errors =
        errors("rules:\n  - name: r\n    metric: m\n    noDataAfter: 5m\n    " + line);
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0))
        .startsWith("rules.yaml:" + number + ": is not YAML: ")
        .contains("; " + hint);
  }

  @Test
  void saysThatTabsDoNotIndent() {
    assertThat(errors("rules:\n\t- name: a").get(0)).contains("indented with a tab");
    assertThat(errors(rule("warning: { above: 1 }", "summary: {{value}}")))
        .containsExactly(
            "rules.yaml:5: summary: must be a text; one that begins with { stands in quotes");
  }

  @Test
  void reportsWhyAFileIsNoRuleFile() {
    assertThat(errors("")).containsExactly("rules.yaml: is empty");
    assertThat(errors("- a"))
        .containsExactly("rules.yaml:1: rules.yaml: must be a map of keys and values");
    assertThat(errors("rule: []"))
        .containsExactly(
            "rules.yaml:1: rule: is not known; did you mean rules?",
            "rules.yaml:1: rules: is required; a list of rules");
    assertThat(errors("rules: {"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("rules.yaml:1: is not YAML: ");
    assertThat(errors("rules: 7")).containsExactly("rules.yaml:1: rules: must be a list");
    assertThat(errors("rules: [7]"))
        .containsExactly("rules.yaml:1: rules: must be a map of keys and values");
    assertThat(
            catchThrowableOfType(
                    ConfigurationException.class, () -> RuleFile.read(Path.of("no/such.yaml")))
                .errors())
        .containsExactly("no/such.yaml: there is no such file");
  }

  @Test
  void refusesAliasesDeepNestingAndLongFiles() {
    assertThat(errors("rules:\n  - &a { name: x }\n  - *a\n"))
        .containsExactly("rules.yaml:3: aliases (*name) are not allowed");
    assertThat(errors("rules: " + "[".repeat(100_000)))
        .containsExactly("rules.yaml:1: is nested deeper than the 16 allowed");
    assertThat(errors("#" + " ".repeat(YamlText.MAX_LENGTH)))
        .containsExactly("rules.yaml: has 16777217 characters; at most 16777216 are allowed");
    assertThat(errors("rules:\n" + "  - { nome: x }\n".repeat(500))).hasSize(YamlErrors.MOST + 1);
  }

  @Test
  void theSemanticFingerprintIgnoresAnnotations() {
    Rule plain = parse(rule("warning: { above: 28 }", "")).rules().get(0);
    Rule worded =
        parse(rule("warning: { above: 28 }", "summary: hot\n    labels: { a: b }")).rules().get(0);
    Rule other = parse(rule("warning: { above: 28.5 }", "")).rules().get(0);
    assertThat(worded.semanticFingerprint())
        .isEqualTo(plain.semanticFingerprint())
        .isNotEqualTo(other.semanticFingerprint());
    assertThat(new RuleSet(List.of(worded)).fingerprint())
        .isNotEqualTo(new RuleSet(List.of(plain)).fingerprint());
  }

  private static Object condition(String words) {
    return parse(rule("warning: { " + words + " }", "")).rules().get(0).levels().get(0).condition();
  }

  private static String rule(String level, String more) {
    return "rules:\n  - name: r\n    metric: m\n    levels: { " + level + " }\n    " + more + "\n";
  }

  private static RuleSet parse(String text) {
    return RuleFile.parse("rules.yaml", text);
  }

  private static List<String> errors(String text) {
    return catchThrowableOfType(ConfigurationException.class, () -> parse(text)).errors();
  }
}
