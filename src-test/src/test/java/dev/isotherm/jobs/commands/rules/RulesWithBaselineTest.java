package dev.isotherm.jobs.commands.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.graph.Environments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rules check} and {@code rules test} of rules that need a baseline. */
class RulesWithBaselineTest {

  @TempDir private Path folder;

  private static final String UNUSUAL =
      "rules: [{ name: odd, signal: 'abs(deviation(t))', levels: { warning: { above: 3 } } }]\n";

  private static final String USUAL =
      """
      {"baseline":1,"by":"hour-of-day","zone":"UTC","days":28}
      {"sensor_id":"a","metric":"t","slot":"00","count":10,"mean":20,"stddev":2,%1$s}
      {"sensor_id":"a","metric":"t","slot":"01","count":3,"mean":20,"stddev":2,%1$s}
      """
          .formatted("\"p5\":1,\"p25\":1,\"p50\":1,\"p75\":1,\"p95\":1");

  private static final String FEW_OF_A =
      "rule odd: deviation(t): is absent in 23 of the 24 slots of its 1 series, which the baseline"
          + " has learned from fewer than 10 readings; the first is 01 of a/t, with 3\n";

  @Test
  void checkHoldsRulesToABaseline() throws IOException {
    String rules = write("r.yaml", UNUSUAL).toString();
    Path usual = write("usual.jsonl", USUAL);
    assertThat(isotherm("check", rules).code()).isZero();
    CommandTrial trial = isotherm("check", rules, "--baseline=" + usual);
    assertThat(trial.code()).isZero();
    assertThat(trial.err()).isEqualTo("warning: " + rules + ": " + FEW_OF_A);
    Path wrong = write("wrong.jsonl", USUAL.replace("\"mean\":20", "\"mean\":\"x\""));
    CommandTrial refused = isotherm("check", rules, "--baseline=" + wrong);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).startsWith("isotherm: --baseline " + wrong + " line 2: mean");
  }

  /** In hour 00 it was learned, in hour 01 only from three readings: there, nothing is unusual. */
  @Test
  void testReadsTheBaselineThatTheFileNames() throws IOException {
    write("r.yaml", UNUSUAL);
    write("usual.jsonl", USUAL);
    String tests =
        """
        rules: r.yaml
        baseline: usual.jsonl
        tests:
          - series: { "t{a}": 21 26 26.5 20, "t{b}": 99 }
            expect:
              - { transition: "2m odd odd{a} firing warning", value: 3.25 }
              - 3m odd odd{a} resolved warning
          - start: 1970-01-01T01:00:00Z
            series: { "t{a}": 21 99 20 }
            expect: []
        """;
    String file = write("t.yaml", tests).toString();
    CommandTrial trial = isotherm("test", file);
    assertThat(trial.out()).endsWith("2 tests, 0 failed\n");
    assertThat(trial.err()).isEqualTo("warning: " + file + ": " + FEW_OF_A);
    String without = write("u.yaml", tests.replace("baseline: usual.jsonl\n", "")).toString();
    CommandTrial refused = isotherm("test", without);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "isotherm: "
                + without
                + ":1: rule odd: deviation(t) needs a baseline; name its file with the key"
                + " baseline\n");
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
