package dev.isotherm.jobs.commands.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.RandomRules;
import dev.isotherm.fixtures.Repository;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.rules.yaml.RuleWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {

  @TempDir private Path folder;

  @Test
  void checkSaysWhatIsInAFile() {
    Path file = Repository.root().resolve("docs/sample/rules.yaml");
    CommandTrial trial = isotherm("check", file.toString());
    assertThat(trial.code()).isZero();
    assertThat(trial.out())
        .startsWith(
            file
                + ": 11 rules on fan_rpm, frequency, heartbeat, humidity, level, opened, pressure,"
                + " temperature; version ")
        .hasLineCount(1);
  }

  @Test
  void checkSaysAllFaultsOfAllFiles() throws IOException {
    Path one = write("one.yaml", "rules:\n  - name: a\n    levels: {}\n");
    Path two = write("two.yaml", "rules:\n  - metric: b\n    noDataAfter: 5 m\n");
    CommandTrial trial = isotherm("check", one.toString(), two.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out()).isEmpty();
    assertThat(trial.err().lines())
        .containsExactly(
            "isotherm: " + one + ":2: metric: is required, or signal",
            "isotherm: " + two + ":2: name: is required");
  }

  @Test
  void showWritesTheBuiltInRules() {
    assertThat(isotherm("show").out())
        .isEqualTo(
            """
            rules:
              - name: high_temperature
                metric: temperature
                levels:
                  warning: { above: 28 }
                  critical: { above: 30 }
            """);
  }

  @Test
  void whatIsShownIsReadAsTheSame() {
    RuleSet sample = RuleFile.read(Repository.root().resolve("docs/sample/rules.yaml"));
    assertThat(RuleFile.parse("shown", RuleWriter.write(sample))).isEqualTo(sample);
    long seed = Long.getLong("isotherm.seed", new Random().nextLong());
    System.out.println("RulesCommandTest: -Disotherm.seed=" + seed);
    RuleSet random = RandomRules.of(new Random(seed), 300, "m \"\u00e4: #");
    assertThat(RuleFile.parse("shown", RuleWriter.write(random)).rules())
        .containsExactlyElementsOf(random.rules());
    assertThat(RuleFile.parse("shown", RuleWriter.write(RuleSet.NONE))).isEqualTo(RuleSet.NONE);
  }

  @Test
  void testIsGreenWhereAllComesAsExpected() {
    Path file = Repository.root().resolve("docs/sample/rules_test.yaml");
    CommandTrial trial = isotherm("test", file.toString());
    assertThat(trial.out() + trial.err())
        .isEqualTo(
            String.format(
                """
                ok   %1$s: a boiler that heats up, and falls silent
                ok   %1$s: a spike is too short for one rule, and sudden for another
                ok   %1$s: the heartbeat of a sensor
                ok   %1$s: humidity that is high for an hour, as the averages of windows of 15 min
                4 tests, 0 failed
                """,
                file));
    assertThat(trial.code()).isZero();
  }

  @Test
  void testShowsWhatDiffers() throws IOException {
    Path file =
        write(
            "t.yaml",
            """
            rules: default
            tests:
              - series:
                  temperature{a}: 20 29 31 20
                expect:
                  - 1m high_temperature temperature{a} firing warning
                  - 2m high_temperature temperature{a} firing warning
                  - 180s high_temperature temperature{a} resolved critical
            """);
    CommandTrial trial = isotherm("test", file.toString());
    assertThat(trial.code()).isEqualTo(3);
    assertThat(trial.out())
        .isEqualTo(
            String.format(
                """
                FAIL %s: line 3
                     - expected, but did not come; + came, but was not expected
                       1min high_temperature temperature{a} firing warning
                     + 2min high_temperature temperature{a} firing critical
                     - 2min high_temperature temperature{a} firing warning
                       3min high_temperature temperature{a} resolved critical
                1 tests, 1 failed
                """,
                file));
  }

  @Test
  void testComparesFieldsLabelsAndNamedRulesAlone() throws IOException {
    write(
        "r.yaml",
        """
        rules:
          - name: hot
            metric: t
            levels: { warning: { above: 28 } }
            summary: "{{value}} is over {{threshold}}"
            labels: { team: plant }
          - { name: warm, metric: t, levels: { info: { above: 20 } } }
        """);
    String test =
        """
        rules: r.yaml
        tests:
          - name: fields
            series: { "t{a}": 29 20 }
            only: hot
            expect:
              - transition: 0s hot t{a} firing warning
                value: %s
                threshold: 28.0
                summary: 29 is over 28
                labels: { team: plant }
              - 1m hot t{a} resolved warning
        """;
    CommandTrial right = isotherm("test", write("t.yaml", test.formatted("29")).toString());
    assertThat(right.out() + right.err()).contains("1 tests, 0 failed");
    CommandTrial wrong = isotherm("test", write("t.yaml", test.formatted("30")).toString());
    assertThat(wrong.code()).isEqualTo(3);
    assertThat(wrong.out())
        .contains("     + 0ms hot t{a} firing warning {value=29, threshold=28, ")
        .contains("     - 0ms hot t{a} firing warning {value=30, threshold=28, ");
  }

  @Test
  void testRefusesNamesThatAreNotThereAndRunsOtherFiles() throws IOException {
    Path wrong =
        write(
            "t.yaml",
            """
            rules: default
            tests:
              - series: { "temperature{a}": 29 }
                only: [high_temperatur]
                expect:
                  - 0s hot temperature{b} firing warning
            """);
    Path right =
        write("u.yaml", "tests: [{ name: quiet, series: { 'temperature{a}': 20 }, expect: [] }]\n");
    CommandTrial trial = isotherm("test", wrong.toString(), right.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out()).isEqualTo("ok   " + right + ": quiet\n1 tests, 0 failed\n");
    assertThat(trial.err())
        .isEqualTo(
            """
            isotherm: %1$s:4: only high_temperatur: there is no such rule; did you mean \
            high_temperature?
            isotherm: %1$s:6: expect hot: there is no such rule; there are high_temperature
            isotherm: %1$s:6: expect temperature{b}: there is no such series; did you mean \
            temperature{a}?
            """
                .formatted(wrong));
  }

  @Test
  void checkWarnsOfWhatIsTakenLiterally() throws IOException {
    Path file = write("w.yaml", "rules: [{ name: r, metric: 't*', noDataAfter: 5m }]\n");
    CommandTrial trial = isotherm("check", file.toString());
    assertThat(trial.code()).isZero();
    assertThat(trial.err())
        .isEqualTo(
            "warning: "
                + file
                + ": rule r: metric t*: is a name and no pattern; only a metric of this name is"
                + " watched\n");
  }

  @Test
  void testSaysWhatIsWrongWithItsFile() throws IOException {
    Path file =
        write(
            "t.yaml",
            """
            rules: default
            interval: 0s
            tests:
              - series:
                  temperature: 20
                  temperature{a}: 20 x
                expect:
                  - 1m high_temperature temperature{a} fireing warning
                  - soon
              - serie: {}
            """);
    CommandTrial trial = isotherm("test", file.toString());
    assertThat(trial.code()).isEqualTo(2);
    String must =
        ": must be an instant, a rule, a series, a state and a severity, such as 8m overheating"
            + " temperature{boiler-1} firing warning\n";
    String at = "isotherm: " + file + ":";
    assertThat(trial.err())
        .isEqualTo(
            at
                + "2: interval 0: must be at least 1 ms\n"
                + at
                + "5: series temperature: must be a name such as temperature{boiler-1}\n"
                + at
                + "6: series temperature{a}: \"x\" at position 4: must be a value such as 20,"
                + " 20+1x12, 20-1x12 or 20x12, or _ or _x12\n"
                + at
                + "8: expect fireing"
                + must
                + at
                + "9: expect \"soon\""
                + must
                + at
                + "10: serie: is not known; did you mean series?\n"
                + at
                + "10: series: is required; a map such as temperature{boiler-1}: 20 20+1x12\n"
                + at
                + "10: expect: is required; a list of transitions, or [] for none\n");
  }

  @Test
  void rulesAloneExplainsItself() {
    CommandTrial trial = isotherm();
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err()).contains("check", "show", "test", "Examples:\n  isotherm rules check");
    assertThat(isotherm("test", "--help").out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void anOptionThatTakesRulesSaysTheirFaults() throws IOException {
    Path file = write("r.yaml", "rules:\n  - name: a\n");
    CommandTrial trial =
        CommandTrial.run(
            Isotherm.commandLine(Environments.CLUSTER), "batch", "x", "--rules=" + file);
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .contains("--rules " + file + ": must be default, none or a file of rules without errors:")
        .contains(file + ":2: metric: is required, or signal");
  }

  private static final String WITH_LIMITS =
      "rules:\n  - name: hot\n    metric: t\n    levels: { warning: { above: limit.warm }, critical:"
          + " { above: limit.hot } }\n";

  @Test
  void checkHoldsRulesToASensorTable() throws IOException {
    String rules = write("r.yaml", WITH_LIMITS).toString();
    Path table = write("s.csv", "sensor,limit.warm,limit.hot\na,1,2\nb,1,\n");
    assertThat(isotherm("check", rules).code()).isZero();
    CommandTrial trial = isotherm("check", rules, "--sensors=" + table);
    assertThat(trial.code()).isZero();
    assertThat(trial.err())
        .isEqualTo(
            "warning: "
                + rules
                + ": rule hot: the sensor table has no limit.hot for its level critical of t{b};"
                + " the level is left out there\n");
    Path wrong = write("wrong.csv", "sensor,limit.warm,limit.hot\na,1,2\nb,2,1\n");
    CommandTrial refused = isotherm("check", rules, "--sensors=" + wrong);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .isEqualTo(
            "isotherm: "
                + rules
                + ": rule hot: sensor b has limit.hot 1, limit.warm 2: CRITICAL above 1.0 must be"
                + " worse than WARNING above 2.0, and hold only where that holds\n");
  }

  @Test
  void testReadsTheSensorTableThatTheFileNames() throws IOException {
    write("r.yaml", WITH_LIMITS);
    write("s.csv", "sensor,label.site,limit.warm,limit.hot\na,north,1,2\nb,,5,\n");
    String tests =
        """
        rules: r.yaml
        sensors: s.csv
        tests:
          - series: { "t{a}": 0 1.5 3, "t{b}": 0 4 6 }
            expect:
              - { transition: "1m hot t{a} firing warning", threshold: 1, labels: { site: north } }
              - 2m hot t{a} firing critical
              - { transition: "2m hot t{b} firing warning", threshold: 5 }
        """;
    String file = write("t.yaml", tests).toString();
    CommandTrial trial = isotherm("test", file);
    assertThat(trial.out()).isEqualTo("ok   " + file + ": line 4\n1 tests, 0 failed\n");
    assertThat(trial.err())
        .isEqualTo(
            "warning: "
                + file
                + ": rule hot: the sensor table has no limit.hot for its level critical of t{b};"
                + " the level is left out there\n");
    String without = write("u.yaml", tests.replace("sensors: s.csv\n", "")).toString();
    CommandTrial refused = isotherm("test", without);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "isotherm: "
                + without
                + ":1: rule hot: limit.hot needs a sensor table; name its file with the key"
                + " sensors\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static CommandTrial isotherm(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "rules";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandTrial.run(Isotherm.commandLine(Environments.CLUSTER), all);
  }
}
