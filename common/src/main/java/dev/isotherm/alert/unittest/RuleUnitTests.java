package dev.isotherm.alert.unittest;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.yaml.YamlErrors;
import dev.isotherm.yaml.YamlMap;
import dev.isotherm.yaml.YamlScalars;
import dev.isotherm.yaml.YamlText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of unit tests of rules: values of series, and the expected transitions.
 *
 * @param rules the rules under test
 */
public record RuleUnitTests(RuleSet rules, List<Case> cases) {

  private static final Pattern SERIES = Pattern.compile("([^{}]+)\\{(.+)\\}");
  private static final Pattern EXPECTED =
      Pattern.compile("(\\S+) +(\\S.*) +(\\S+\\{.+\\}) +(\\S+) +(\\S+)");

  private static final Duration EACH_MINUTE = Duration.ofMinutes(1);

  /**
   * One test.
   *
   * @param interval between two values
   * @param series their values; {@code null} for no value
   * @param expected transitions in the words of {@link #words}, in any order
   */
  public record Case(
      String name,
      Duration interval,
      Map<Series, List<@Nullable Double>> series,
      List<String> expected) {

    /**
     * Compares expected and actual transitions, in the order of time.
     *
     * @return lines with {@code -} for a missing transition, {@code +} for an unexpected one, and
     *     blank for an expected one; empty if all are as expected
     */
    public List<String> diff(RuleSet rules) {
      List<String> missing = new ArrayList<>(expected);
      List<Line> lines = new ArrayList<>();
      for (Transition one : simulate(rules, series, interval)) {
        lines.add(new Line(missing.remove(words(one)) ? " " : "+", words(one)));
      }
      missing.forEach(one -> lines.add(new Line("-", one)));
      if (lines.stream().allMatch(line -> line.sign.equals(" "))) {
        return List.of();
      }
      lines.sort(Comparator.comparingLong(Line::millis).thenComparing(Line::sign));
      List<String> text = new ArrayList<>();
      text.add("     - expected, but did not come; + came, but was not expected");
      lines.forEach(line -> text.add("     " + line.sign + " " + line.words));
      return text;
    }
  }

  private record Line(String sign, String words) {
    long millis() {
      return YamlScalars.parseDuration(words.substring(0, words.indexOf(' '))).toMillis();
    }
  }

  /**
   * Evaluates rules on series whose values come at equal intervals, from the instant 0. The end is
   * the last position of the longest series, whether it has a value or not.
   *
   * @param series values at intervals of {@code interval}; {@code null} for no value
   * @return all transitions, by instant, rule and series
   */
  static List<Transition> simulate(
      RuleSet rules, Map<Series, List<@Nullable Double>> series, Duration interval) {
    long step = interval.toMillis();
    long end = (series.values().stream().mapToLong(List::size).max().orElse(1) - 1) * step;
    List<Transition> transitions = new ArrayList<>();
    series.forEach(
        (name, values) ->
            rules.rules().stream()
                .filter(rule -> rule.watches(name))
                .forEach(rule -> transitions.addAll(simulate(rule, name, values, step, end))));
    transitions.sort(
        Comparator.comparingLong(Transition::atMillis)
            .thenComparing(Transition::rule)
            .thenComparing(Transition::series));
    return transitions;
  }

  private static List<Transition> simulate(
      Rule rule, Series series, List<@Nullable Double> values, long step, long end) {
    List<Transition> transitions = new ArrayList<>();
    AlertStatus status = AlertStatus.INACTIVE;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != null) {
        Reading reading = new Reading(series, i * step, values.get(i));
        AlertMachine.Step next = AlertMachine.observe(rule, status, reading);
        transitions.addAll(next.transitions());
        status = next.status();
      }
    }
    transitions.addAll(AlertMachine.advance(rule, series, status, end).transitions());
    return transitions;
  }

  /** {@code 8min overheating temperature{boiler-1} firing warning}. */
  static String words(Transition transition) {
    Series series = transition.series();
    return words(
        Duration.ofMillis(transition.atMillis()),
        transition.rule(),
        series.metric() + "{" + series.sensorId() + "}",
        transition.state().name(),
        transition.severity().name());
  }

  private static String words(
      Duration at, String rule, String series, String state, String severity) {
    String what = (state + " " + severity).toLowerCase(Locale.ROOT);
    return String.join(" ", DurationText.format(at), rule, series, what);
  }

  /**
   * Reads a file, and the file of rules that it names, which lies beside it.
   *
   * @throws ConfigurationException with all errors, each with file, line, key, value and what is
   *     allowed
   */
  public static RuleUnitTests read(Path path) {
    YamlErrors errors = new YamlErrors(path.toString());
    YamlMap document = YamlText.readMap(path.toString(), YamlText.text(path), errors);
    document.allow(List.of("rules", "interval", "tests"));
    String named = document.text("rules", "default");
    Duration interval = interval(document, EACH_MINUTE);
    List<Case> cases = new ArrayList<>();
    for (YamlMap test : document.maps("tests")) {
      cases.add(read(test, interval));
    }
    if (cases.isEmpty()) {
      document.error("tests", "tests: is required; a list of at least one test");
    }
    errors.throwIfAny();
    RuleSet rules =
        named.equals("default") ? RuleFile.builtIn() : RuleFile.read(path.resolveSibling(named));
    return new RuleUnitTests(rules, cases);
  }

  private static Case read(YamlMap test, Duration interval) {
    test.allow(List.of("name", "interval", "series", "expect"));
    Map<Series, List<@Nullable Double>> series = new LinkedHashMap<>();
    YamlMap inputs = test.map("series");
    if (inputs == null) {
      test.error("series", "series: is required; a map such as temperature{boiler-1}: 20 20+1x12");
    } else {
      inputs.keys().forEach(key -> addSeries(inputs, key, series));
    }
    if (!test.has("expect")) {
      test.error("expect", "expect: is required; a list of transitions, or [] for none");
    }
    List<String> expected = new ArrayList<>();
    test.texts("expect").forEach((line, text) -> addExpected(test, line, text, expected));
    return new Case(
        test.text("name", "line " + test.line()), interval(test, interval), series, expected);
  }

  private static Duration interval(YamlMap map, Duration otherwise) {
    Duration interval = map.duration("interval", otherwise);
    if (interval.isZero()) {
      map.error("interval", "interval 0: must be at least 1 ms");
      return otherwise;
    }
    return interval;
  }

  private static void addSeries(
      YamlMap inputs, String key, Map<Series, List<@Nullable Double>> series) {
    Matcher form = SERIES.matcher(key);
    if (!form.matches()) {
      inputs.error(key, "series " + key + ": must be a name such as temperature{boiler-1}");
      return;
    }
    try {
      series.put(
          new Series(form.group(2), form.group(1)), SeriesNotation.read(inputs.text(key, "")));
    } catch (IllegalArgumentException unreadable) {
      inputs.error(key, "series " + key + ": " + unreadable.getMessage());
    }
  }

  private static void addExpected(YamlMap test, int line, String text, List<String> expected) {
    Matcher form = EXPECTED.matcher(text.strip());
    try {
      if (!form.matches()) {
        throw new IllegalArgumentException("\"" + text + "\"");
      }
      expected.add(
          words(
              YamlScalars.parseDuration(form.group(1)),
              form.group(2).strip(),
              form.group(3),
              constant(AlertState.class, form.group(4)),
              constant(Severity.class, form.group(5))));
    } catch (IllegalArgumentException unreadable) {
      test.errorOnLine(
          line,
          "expect "
              + unreadable.getMessage()
              + ": must be an instant, a rule, a series, a state and a severity, such as 8m"
              + " overheating temperature{boiler-1} firing warning");
    }
  }

  private static <E extends Enum<E>> String constant(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .map(Enum::name)
        .filter(name -> name.equals(word.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }
}
