package dev.isotherm.jobs.report;

import dev.isotherm.model.DurationText;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Says over which windows the rules on averages look at means. */
public final class WindowsOfRules {

  private static final int MAX_RULES = 20;

  private WindowsOfRules() {}

  /**
   * One line for the windows of the job, and one for each length of windows that rules have of
   * their own, such as {@code hot, cold: on averages, over 15min (window)}.
   *
   * @param ofJob the windows of the job
   */
  public static List<String> lines(RuleSet rules, Windowing ofJob) {
    List<String> lines = new ArrayList<>();
    if (rules.watches(Source.AVERAGES)) {
      lines.add(
          line(rules, rule -> rule.selector().on() == Source.AVERAGES, ofJob + " (--window)"));
    }
    for (Duration own : RuleSetHistory.of(rules).ownWindows()) {
      lines.add(
          line(
              rules,
              rule -> own.equals(rule.selector().window()),
              DurationText.format(own) + " (window)"));
    }
    return lines;
  }

  /** The windows of two sets of rules; if they differ, each line says of which set it is. */
  public static List<String> lines(RuleSet old, RuleSet changed, Windowing ofJob) {
    List<String> before = lines(old, ofJob);
    List<String> after = lines(changed, ofJob);
    if (before.equals(after)) {
      return after;
    }
    List<String> lines = new ArrayList<>();
    before.forEach(line -> lines.add("old " + line));
    after.forEach(line -> lines.add("new " + line));
    return lines;
  }

  private static String line(RuleSet rules, Predicate<Rule> isOn, String windows) {
    List<String> names = rules.rules().stream().filter(isOn).map(Rule::name).toList();
    return NameList.of(names, MAX_RULES) + ": on averages, over " + windows;
  }
}
