package dev.isotherm.jobs.report.html.diff;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.isotherm.jobs.diff.AlertDiff;
import dev.isotherm.jobs.diff.AlertDiff.Change;
import dev.isotherm.jobs.diff.DiffCounts;
import dev.isotherm.jobs.diff.Episode.Kind;
import dev.isotherm.jobs.diff.EpisodePair;
import dev.isotherm.jobs.diff.EpisodePair.Difference;
import dev.isotherm.jobs.diff.RuleNote;
import dev.isotherm.jobs.report.html.HtmlWriter;
import dev.isotherm.jobs.report.html.RuleText;
import dev.isotherm.jobs.report.html.Tables;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.EnumText;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the rules: how they have changed, their alerts, and their transitions. */
final class RuleSection {

  private static final int MAX_RULES = 200;

  private final AlertDiff diff;
  private final Map<String, Rule> oldRules;
  private final Map<String, Rule> newRules;
  private final Map<String, List<EpisodePair>> pairs;

  /** The rules that are shown, by name. */
  private final List<Map.Entry<String, Change>> shown;

  RuleSection(DiffRun run, AlertDiff diff, List<EpisodePair> pairs) {
    this.diff = diff;
    this.oldRules = byName(run.oldRules());
    this.newRules = byName(run.newRules());
    this.pairs = pairs.stream().collect(groupingBy(EpisodePair::rule));
    this.shown = diff.changes().entrySet().stream().limit(MAX_RULES).toList();
  }

  private static Map<String, Rule> byName(RuleSet rules) {
    return rules.rules().stream().collect(toMap(Rule::name, Function.identity()));
  }

  void write(HtmlWriter html) throws IOException {
    html.open("section").element("h2", "Rules");
    if (shown.isEmpty()) {
      html.element("p", "There are no rules.").closeLine();
      return;
    }
    table(html, "Rules", "rule", "", "old", "new");
    for (Map.Entry<String, Change> rule : shown) {
      writeRule(html, rule.getKey(), rule.getValue());
    }
    html.close().close().closeLine();
    table(html, "Alerts by rule", columnsOfAlerts());
    for (Map.Entry<String, Change> rule : shown) {
      writeAlerts(html, rule.getKey());
    }
    html.close().close().closeLine();
    table(html, "Transitions by rule, and the state they lead to", columnsOfTransitions());
    for (Map.Entry<String, Change> rule : shown) {
      writeTransitions(html, rule.getKey(), rule.getValue());
    }
    html.close().close().closeLine();
    for (RuleNote note : diff.notes()) {
      html.element("p", note.sentence());
    }
    int more = diff.changes().size() - shown.size();
    if (more > 0) {
      html.element("p", "There are " + more + " more rules.");
    }
    html.closeLine();
  }

  private static void table(HtmlWriter html, String caption, String... columns) throws IOException {
    html.open("div", "class", "scroll", "tabindex", "0").open("table");
    Tables.head(html, caption, columns);
    html.open("tbody");
  }

  private static String[] columnsOfAlerts() {
    return Stream.concat(
            Stream.of("rule", "alerts", "#old", "#new", "#same"),
            Arrays.stream(Difference.values()).map(difference -> "#" + words(difference)))
        .toArray(String[]::new);
  }

  private static String[] columnsOfTransitions() {
    return Stream.concat(
            Stream.of("rule", "rules", "#all"),
            Arrays.stream(AlertState.values()).map(state -> "#" + words(state)))
        .toArray(String[]::new);
  }

  private void writeRule(HtmlWriter html, String name, Change change) throws IOException {
    row(html, name);
    Tables.text(html, words(change));
    writeCondition(html, oldRules.get(diff.oldNameOf(name)));
    if (change == Change.UNCHANGED) {
      Tables.text(html, "the same");
    } else {
      writeCondition(html, newRules.get(name));
    }
    html.closeLine();
  }

  private static void row(HtmlWriter html, String rule) throws IOException {
    html.open("tr").open("th", "scope", "row").name(rule).close();
  }

  private static void writeCondition(HtmlWriter html, @Nullable Rule rule) throws IOException {
    if (rule == null) {
      Tables.text(html, "\u2013");
      return;
    }
    html.open("td", "class", "w");
    RuleText.watches(html, rule);
    html.text(": " + RuleText.condition(rule)).close();
  }

  private void writeAlerts(HtmlWriter html, String name) throws IOException {
    List<EpisodePair> ofRule = pairs.getOrDefault(name, List.of());
    for (Kind kind : Kind.values()) {
      List<EpisodePair> ofKind = ofRule.stream().filter(one -> one.kind() == kind).toList();
      if (kind == Kind.FIRING || !ofKind.isEmpty()) {
        DiffCounts counts = DiffCounts.of(ofKind);
        row(html, name);
        Tables.text(html, words(kind));
        Tables.count(html, counts.old());
        Tables.count(html, counts.changed());
        Tables.count(html, counts.same());
        for (Difference difference : Difference.values()) {
          Tables.count(html, counts.of(difference));
        }
        html.closeLine();
      }
    }
  }

  private void writeTransitions(HtmlWriter html, String name, Change change) throws IOException {
    if (change != Change.CHANGED
        && oldRules.containsKey(diff.oldNameOf(name))
        && newRules.containsKey(name)) {
      writeTransitions(html, name, "both", diff.oldTransitions(name));
      return;
    }
    if (oldRules.containsKey(name)) {
      writeTransitions(html, name, "old", diff.oldTransitions(name));
    }
    if (newRules.containsKey(name)) {
      writeTransitions(html, name, "new", diff.newTransitions(name));
    }
  }

  private static void writeTransitions(
      HtmlWriter html, String name, String rules, Map<AlertState, Long> byState)
      throws IOException {
    row(html, name);
    Tables.text(html, rules);
    Tables.count(html, byState.values().stream().mapToLong(Long::longValue).sum());
    for (AlertState state : AlertState.values()) {
      Tables.count(html, byState.getOrDefault(state, 0L));
    }
    html.closeLine();
  }

  private static String words(Enum<?> constant) {
    return EnumText.lowerCase(constant).replace('_', ' ');
  }
}
