package dev.isotherm.rules.yaml;

import dev.isotherm.glob.Glob;
import dev.isotherm.model.DurationText;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.schedule.LongestActive;
import dev.isotherm.signal.text.ConstantParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Warns of what a rule says literally, and what was probably meant otherwise. */
public final class RuleWarnings {

  private static final Pattern LOOKS_LIKE_A_PATTERN = Pattern.compile("[*?|]|\\.\\+");
  private static final Pattern LOOKS_LIKE_A_LIST = Pattern.compile("[,;|]");
  private static final Pattern SINGLE_BRACES =
      Pattern.compile("(?<!\\{)\\{\\s*([a-z_.]+)\\s*\\}|\\{\\{\\s*[a-z_.]+\\s*\\}(?!\\})");
  private static final Pattern OTHER_VARIABLES =
      Pattern.compile("\\$(labels|value)|%\\([a-z_]+\\)");

  private final Rule rule;
  private final List<String> warnings;

  private RuleWarnings(Rule rule, List<String> warnings) {
    this.rule = rule;
    this.warnings = warnings;
  }

  /** One sentence for each thing, in the order of the rules. */
  public static List<String> of(RuleSet rules) {
    List<String> warnings = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      RuleWarnings of = new RuleWarnings(rule, warnings);
      of.names();
      of.texts();
      of.schedule();
      of.steps();
      of.constants();
    }
    return warnings;
  }

  /** Whether a name is probably meant as a list of names: one text that holds a separator. */
  public static boolean looksLikeAList(String name) {
    return LOOKS_LIKE_A_LIST.matcher(name).find();
  }

  private void names() {
    blanks("name", rule.name());
    blanks("metric", rule.metric());
    if (LOOKS_LIKE_A_PATTERN.matcher(rule.metric()).find()) {
      warn(
          "metric",
          rule.metric(),
          "is a name and no pattern; only a metric of this name is watched");
    } else if (looksLikeAList(rule.metric())) {
      warn("metric", rule.metric(), "is one name and no list; write a rule for each metric");
    }
    for (Glob glob : rule.selector().sensors().globs()) {
      blanks("sensors", glob.pattern());
      if (looksLikeAList(glob.pattern())) {
        warn("sensors", glob.pattern(), "is one pattern; several are a list, such as [s1, s2]");
      }
    }
  }

  private void blanks(String key, String text) {
    if (!text.equals(text.strip())) {
      warn(key, '"' + text + '"', "has blanks at an end, which count");
    }
  }

  private void texts() {
    rule.annotations()
        .texts()
        .byKey()
        .forEach(
            (key, template) -> {
              Matcher braces = SINGLE_BRACES.matcher(template.text());
              if (braces.find()) {
                warn(key, braces.group(), "stays as it is; a placeholder is {{value}}");
              }
              if (template.has("members")
                  && (rule.signal() == null || !rule.signal().isOfGroups())) {
                warn(
                    key,
                    "{{members}}",
                    "is always none; only a rule about groups, with by, has members");
              }
              Matcher variable = OTHER_VARIABLES.matcher(template.text());
              if (variable.find()) {
                warn(
                    key,
                    variable.group(),
                    "stays as it is; placeholders are {{value}}, {{sensor_id}} …");
              }
            });
  }

  private void schedule() {
    long longest = LongestActive.millis(rule.timing().schedule());
    if (longest == 0) {
      String hours = rule.timing().schedule().active().toString();
      warn("active", hours, "is never so; maintenance covers all of it");
      return;
    }
    Stream.concat(Stream.of(rule.timing().holdFor()), rule.levels().stream().map(rule::holdFor))
        .distinct()
        .filter(holdFor -> holdFor.toMillis() >= longest)
        .forEach(
            holdFor ->
                warn(
                    "holdFor",
                    DurationText.format(holdFor),
                    "never passes: the rule is active for at most "
                        + DurationText.format(Duration.ofMillis(longest))
                        + " without a break"));
  }

  private void steps() {
    Duration noDataAfter = rule.timing().noDataAfter();
    Duration every = rule.signal() == null ? null : rule.signal().every();
    if (every != null && !noDataAfter.isZero() && noDataAfter.compareTo(every) < 0) {
      warn(
          "noDataAfter",
          DurationText.format(noDataAfter),
          "is over before the next evaluation, which comes every "
              + DurationText.format(every)
              + ": between two of them the rule has no data");
    }
  }

  private void constants() {
    rule.expressions()
        .forEach(
            expression ->
                ConstantParts.of(expression)
                    .forEach(
                        (part, always) ->
                            warn(
                                expression.equals(rule.signal().value()) ? "signal" : "when",
                                part,
                                always)));
  }

  private void warn(String key, String value, String why) {
    warnings.add("rule " + rule.name() + ": " + key + " " + value + ": " + why);
  }
}
