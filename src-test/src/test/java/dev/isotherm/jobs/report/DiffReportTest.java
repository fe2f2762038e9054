package dev.isotherm.jobs.report;

import static dev.isotherm.model.Severity.CRITICAL;
import static dev.isotherm.model.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.jobs.diff.AlertDiff;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffReportTest {

  /** A difference without a line would be an exit code without a reason. */
  @Test
  void namesAndTextsAreLinesOfJson() {
    Rule plain = rule("hot", 28);
    AlertDiff diff =
        new AlertDiff(new RuleSet(List.of(plain)), new RuleSet(List.of(plain.named("heat"))));
    assertThat(json(diff))
        .isEqualTo(
            "{\"rule\":\"heat\",\"change\":\"renamed\",\"note\":\"heat was hot: to publish it ends"
                + " what fires under that name, and begins anew\"}\n");
    assertThat(json(new AlertDiff(new RuleSet(List.of(plain)), new RuleSet(List.of(plain)))))
        .isEmpty();
  }

  @Test
  void linesOfJsonSayWhenAnAlertBecameWorse() {
    AlertDiff diff =
        new AlertDiff(new RuleSet(List.of(rule("r", 1))), new RuleSet(List.of(rule("r", 2))));
    for (Rule rule : diff.rules().rules()) {
      boolean isOld = diff.nameOf(rule.name()).endsWith(" of OLD");
      diff.add(firing(rule.name(), 1_000, WARNING));
      diff.add(firing(rule.name(), isOld ? 2_000 : 3_000, CRITICAL));
    }
    assertThat(json(diff))
        .contains("\"differences\":[\"other_severity\"]")
        .contains(
            "\"new\":{\"from\":\"1970-01-01T00:00:01Z\",\"to\":null,\"severity\":\"critical\","
                + "\"reached\":{\"warning\":\"1970-01-01T00:00:01Z\","
                + "\"critical\":\"1970-01-01T00:00:03Z\"}}}\n");
  }

  private static String json(AlertDiff diff) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    new DiffReport(diff).printJson(out);
    out.flush();
    return text.toString();
  }

  private static Rule rule(String name, double limit) {
    return new Rule(name, "m", List.of(Level.above(WARNING, limit)));
  }

  private static Transition firing(String rule, long millis, Severity severity) {
    return Transitions.byReading(
        rule,
        new Series("s1", "m"),
        severity,
        AlertState.FIRING,
        AlertState.INACTIVE,
        null,
        millis,
        0,
        0,
        millis);
  }
}
