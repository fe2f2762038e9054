package dev.isotherm.rules;

import dev.isotherm.model.DidYouMean;
import dev.isotherm.model.Series;
import dev.isotherm.rules.condition.Limit;
import dev.isotherm.sensors.SensorEntry;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SeriesSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Holds rules to a sensor table: what they take from it must be there, and go together. */
public final class RulesInTable {

  /** Most sensors of a rule that are named one by one. */
  private static final int MOST = 10;

  private final SensorTable table;
  private final RuleForSeries.Filler filler;
  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Set<String> limits = new TreeSet<>();

  /** The values of each label, as far as they are kept. */
  private final Map<String, FirstNames> labels = new TreeMap<>();

  private final LimitGaps gaps = new LimitGaps();

  private RulesInTable(SensorTable table) {
    this.table = table;
    filler = new RuleForSeries.Filler(table);
  }

  /** One sentence for each rule that cannot be used without a sensor table. */
  public static List<String> needs(RuleSet rules) {
    return rules.rules().stream()
        .filter(RuleForSeries::needsTable)
        .map(rule -> "rule " + rule.name() + ": " + need(rule) + " needs a sensor table")
        .toList();
  }

  private static String need(Rule rule) {
    String groups = rule.groupLabel();
    if (groups != null) {
      return "groups by " + groups;
    }
    return RuleForSeries.limitNames(rule).isEmpty()
        ? "sensors by labels (" + rule.selector().sensors() + ")"
        : Limit.named(RuleForSeries.limitNames(rule).iterator().next()).toString();
  }

  /**
   * One sentence for each sensor of the table whose limits contradict each other: they give a worse
   * level that holds where a milder one does not, or an end of a level beyond its start. Sensors
   * that only a glob matches are held to the limits of that glob.
   */
  public static List<String> errors(RuleSet rules, SensorTable table) {
    RulesInTable found = new RulesInTable(table);
    rules.rules().stream()
        .filter(rule -> !RuleForSeries.limitNames(rule).isEmpty())
        .forEach(found::findContradictions);
    return found.errors;
  }

  private void findContradictions(Rule rule) {
    int before = errors.size();
    int more = 0;
    for (String sensor : names()) {
      if (rule.selector().sensors().match(sensor)) {
        Series series = new Series(sensor, rule.metric());
        String contradiction = filler.of(rule, series).contradiction();
        if (contradiction != null) {
          String sentence = sentence(rule, series, contradiction);
          more += errors.size() - before < MOST && errors.add(sentence) ? 0 : 1;
        }
      }
    }
    if (more > 0) {
      errors.add("rule " + rule.name() + ": and " + more + " more sensors");
    }
  }

  private String sentence(Rule rule, Series series, String why) {
    String start = "rule " + rule.name() + ": ";
    return start
        + "sensor "
        + series.sensorId()
        + " has "
        + RuleForSeries.limits(rule, table.spec(series))
        + ": "
        + (why.startsWith(start) ? why.substring(start.length()) : why);
  }

  /** The names of sensors, and globs, which match themselves. */
  private Iterable<String> names() {
    Stream<String> globs = table.globs().stream().map(SensorEntry::sensor);
    return () -> Stream.concat(stream(table.sensors()), globs).iterator();
  }

  private static Stream<String> stream(Iterable<String> names) {
    return StreamSupport.stream(names.spliterator(), false);
  }

  /** One sentence for each limit and label of a rule that no sensor of the table has. */
  public static List<String> unknown(RuleSet rules, SensorTable table) {
    RulesInTable found = new RulesInTable(table);
    found.findUnknown(rules);
    return found.warnings;
  }

  /**
   * One sentence for each limit and label that the table does not have, and for each limit that
   * only some sensors do not have. Sensors of which the table says nothing for the metric of a rule
   * do not count.
   */
  public static List<String> warnings(RuleSet rules, SensorTable table) {
    RulesInTable found = new RulesInTable(table);
    found.findUnknown(rules);
    rules.rules().forEach(found::findGaps);
    found.gaps.found().forEach(gap -> found.warnings.add(gap.sentence()));
    return found.warnings;
  }

  private void findUnknown(RuleSet rules) {
    if (rules.rules().stream().anyMatch(RuleForSeries::needsTable)) {
      table.forEachSensor(this::collect);
      table.globs().forEach(this::collect);
      rules.rules().forEach(this::findUnknown);
    }
  }

  private void collect(SensorEntry entry) {
    entry.specs().values().forEach(spec -> limits.addAll(spec.value().limits().keySet()));
    entry
        .labels()
        .forEach(
            (name, value) ->
                labels.computeIfAbsent(name, key -> new FirstNames()).add(value.value()));
  }

  private void findUnknown(Rule rule) {
    for (String name : RuleForSeries.limitNames(rule)) {
      if (!limits.contains(name)) {
        warn(rule, Limit.named(name) + ": no sensor of the table has it", name, limits);
      }
    }
    rule.selector().sensors().labels().forEach((name, values) -> findUnknown(rule, name, values));
    String groups = rule.groupLabel();
    if (groups != null && !labels.containsKey(groups)) {
      warn(
          rule,
          "by " + groups + ": no sensor of the table has this label",
          groups,
          labels.keySet());
    }
  }

  private void findUnknown(Rule rule, String label, List<String> values) {
    FirstNames known = labels.get(label);
    if (known == null) {
      warn(
          rule,
          "sensors " + label + ": no sensor of the table has this label",
          label,
          labels.keySet());
      return;
    }
    for (String value : values) {
      if (!known.list().contains(value) && !known.hasMore()) {
        warn(
            rule,
            "sensors " + label + " " + value + ": no sensor of the table has it",
            value,
            known.list());
      }
    }
  }

  /** A limit that no sensor has is told by itself. */
  private void findGaps(Rule rule) {
    if (!limits.containsAll(RuleForSeries.limitNames(rule))
        || RuleForSeries.limitNames(rule).isEmpty()) {
      return;
    }
    for (String sensor : table.sensors()) {
      Series series = new Series(sensor, rule.metric());
      if (rule.selector().sensors().match(sensor)
          && !table.spec(series).equals(SeriesSpec.UNKNOWN)) {
        filler.of(rule, series).gaps().stream()
            .filter(LimitGap::isMissing)
            .forEach(gap -> gaps.add(gap, series));
      }
    }
  }

  private void warn(Rule rule, String sentence, String mistyped, Collection<String> known) {
    List<String> near = DidYouMean.of(mistyped, known);
    warnings.add(
        "rule "
            + rule.name()
            + ": "
            + sentence
            + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
  }
}
