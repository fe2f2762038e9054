package dev.isotherm.jobs.report;

import dev.isotherm.glob.Glob;
import dev.isotherm.model.DidYouMean;
import dev.isotherm.parse.mapping.MetricSelection;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.TextFlags;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleCoverage;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Sensors;
import dev.isotherm.rules.yaml.RuleWarnings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Warns of names that the user gave and that nothing in the input had. */
public final class NameWarnings {

  private static final int MAX_LISTED = 10;
  private static final String LOOKS_LIKE_A_PATTERN = ".*[*?\\[\\]{}|;,].*";
  private static final String HAS_OTHER_WILDCARDS = ".*[\\[\\]{}^$%].*";

  private final List<MetricSelection.Selected> asked;
  private final TextFlags flags;
  private final RuleCoverage.Found found;
  private final Set<String> metrics;

  private NameWarnings(ParseOptions parsing, RuleCoverage.Found found, Collection<String> fields) {
    this.asked = parsing.metrics().selected();
    this.flags = parsing.flags();
    this.found = found;
    metrics = new TreeSet<>(found.metrics());
    metrics.addAll(fields);
  }

  /**
   * One sentence for each metric and each flag that no reading has, and for each rule that watches
   * no series.
   *
   * @param parsing names the metrics and flags that were asked for
   * @param found what the readings have
   * @param fields further columns or members of the input, which were not read
   * @param nameOf what users call a rule, by its name
   */
  public static List<String> of(
      RuleSet rules,
      ParseOptions parsing,
      RuleCoverage.Found found,
      Collection<String> fields,
      UnaryOperator<String> nameOf) {
    NameWarnings warnings = new NameWarnings(parsing, found, fields);
    List<String> sentences = new ArrayList<>();
    for (MetricSelection.Selected one : warnings.asked) {
      if (found.metrics().stream().noneMatch(one::isName) && !found.moreMetrics()) {
        sentences.add("--metrics " + one.selector() + ": " + warnings.noMetric(one.path()));
      }
    }
    for (String one : warnings.flags.selectors()) {
      String first = TextFlags.of(List.of(one)).metrics().first();
      if (!found.metrics().contains(first) && !found.moreMetrics()) {
        sentences.add("--flags " + one + ": " + warnings.noMetric(first));
      }
    }
    for (Rule rule : rules.rules()) {
      String name = "rule " + nameOf.apply(rule.name());
      if (!found.watching().contains(rule.name())) {
        sentences.add(name + " watches nothing: " + warnings.why(rule));
      } else if (rule.signal() != null) {
        warnings.missing(rule).forEach(why -> sentences.add(name + ": " + why));
        warnings.missingSensors(rule).forEach(why -> sentences.add(name + ": " + why));
      }
    }
    return sentences;
  }

  /** The metrics of a signal that no reading has. */
  private List<String> missing(Rule rule) {
    Set<String> named = new TreeSet<>(rule.metrics());
    rule.namedSeries().forEach(series -> named.add(series.metric()));
    return found.moreMetrics()
        ? List.of()
        : named.stream().filter(one -> !metrics.contains(one)).map(this::noMetric).toList();
  }

  /** The sensors that a signal names, and that no reading has. */
  private List<String> missingSensors(Rule rule) {
    Set<String> named = new TreeSet<>();
    rule.namedSeries().forEach(series -> named.add(series.sensorId()));
    named.removeAll(found.sensors());
    return found.moreSensors()
        ? List.of()
        : named.stream()
            .map(
                sensor ->
                    "no reading has sensor "
                        + sensor
                        + listed("there are ", found.sensors(), false)
                        + perhaps(DidYouMean.of(sensor, found.sensors())))
            .toList();
  }

  private String why(Rule rule) {
    return rule.metrics().stream()
        .map(metric -> why(rule, metric))
        .collect(Collectors.joining("; and "));
  }

  private String why(Rule rule, String metric) {
    Sensors sensors = rule.selector().sensors();
    List<String> reasons = new ArrayList<>();
    boolean isKnown = found.metrics().contains(metric);
    if (!isKnown
        && !asked.isEmpty()
        && !flags.isMetric(metric)
        && asked.stream().noneMatch(one -> one.isName(metric))) {
      reasons.add(
          "--metrics does not name its metric " + metric + perhaps(DidYouMean.of(metric, metrics)));
    } else if (!isKnown) {
      reasons.add(noMetric(metric));
    }
    boolean noneMatches =
        isKnown || (!found.moreSensors() && found.sensors().stream().noneMatch(sensors::match));
    if (noneMatches && !sensors.areAll()) {
      reasons.add((isKnown ? "no sensor with metric " + metric : "no sensor") + noSensor(sensors));
    }
    return String.join("; and ", reasons);
  }

  private String noMetric(String metric) {
    return "no reading has metric "
        + metric
        + listed("there are ", metrics, found.moreMetrics())
        + perhaps(DidYouMean.of(metric, metrics))
        + (metric.matches(LOOKS_LIKE_A_PATTERN) && !metric.endsWith(".*")
            ? "; a name is no pattern and no list"
            : "");
  }

  private String noSensor(Sensors sensors) {
    if (!sensors.labels().isEmpty()) {
      return " is one of " + sensors + listed("there are ", found.sensors(), found.moreSensors());
    }
    if (sensors.globs().size() > 1) {
      return " matches any of "
          + NameList.of(sensors.globs().stream().map(Glob::pattern).toList(), MAX_LISTED)
          + listed("there are ", found.sensors(), found.moreSensors());
    }
    Glob glob = sensors.globs().get(0);
    String pattern = glob.pattern();
    List<String> near =
        glob.isExact() ? DidYouMean.of(pattern, found.sensors()) : otherwiseSpelled(pattern);
    return " matches "
        + pattern
        + listed("there are ", found.sensors(), found.moreSensors())
        + perhaps(near)
        + otherSyntax(pattern);
  }

  private static String otherSyntax(String pattern) {
    if (RuleWarnings.looksLikeAList(pattern)) {
      return "; this is one pattern, several are a list such as [s1, s2]";
    }
    return pattern.matches(HAS_OTHER_WILDCARDS) ? "; the only wildcards are * and ?" : "";
  }

  private List<String> otherwiseSpelled(String pattern) {
    Glob lowerCase = new Glob(pattern.toLowerCase(Locale.ROOT));
    return found.sensors().stream()
        .filter(name -> lowerCase.matches(name.toLowerCase(Locale.ROOT)))
        .limit(1)
        .toList();
  }

  private static String listed(String start, Collection<String> names, boolean more) {
    if (names.isEmpty()) {
      return "";
    }
    String others = more && names.size() <= MAX_LISTED ? " and others" : "";
    return "; " + start + NameList.of(names, MAX_LISTED) + others;
  }

  private static String perhaps(List<String> near) {
    return near.isEmpty() ? "" : "; perhaps " + String.join(" or ", near) + "?";
  }
}
