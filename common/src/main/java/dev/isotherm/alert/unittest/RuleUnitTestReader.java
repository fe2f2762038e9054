package dev.isotherm.alert.unittest;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.DidYouMean;
import dev.isotherm.model.Series;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.model.text.NumberText;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RulesInTable;
import dev.isotherm.rules.baseline.RulesInBaseline;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.file.SensorFile;
import dev.isotherm.wire.BaselineFile;
import dev.isotherm.yaml.YamlErrors;
import dev.isotherm.yaml.YamlMap;
import dev.isotherm.yaml.YamlScalars;
import dev.isotherm.yaml.YamlText;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a file of unit tests of rules. */
final class RuleUnitTestReader {

  private static final Pattern SERIES = Pattern.compile("([^{}]+)\\{(.+)\\}");
  private static final Pattern EXPECTED =
      Pattern.compile("(\\S+) +(\\S.*) +(\\S+\\{.+\\}) +(\\S+) +(\\S+)");

  private static final Duration EACH_MINUTE = Duration.ofMinutes(1);

  private final Path path;
  private final YamlErrors errors;
  private RuleSet rules = RuleSet.NONE;

  RuleUnitTestReader(Path path) {
    this.path = path;
    errors = new YamlErrors(path.toString());
  }

  RuleUnitTests read() {
    YamlMap document = YamlText.readMap(path.toString(), YamlText.text(path), errors);
    document.allow(List.of("rules", "sensors", "baseline", "start", "interval", "tests"));
    String named = document.text("rules", "default");
    rules =
        named.equals("default") ? RuleFile.builtIn() : RuleFile.read(path.resolveSibling(named));
    TestedRules tested = new TestedRules(rules, sensors(document), baseline(document));
    Duration interval = interval(document, EACH_MINUTE);
    Instant start = start(document, Instant.EPOCH);
    List<RuleUnitTests.Case> cases = new ArrayList<>();
    for (YamlMap test : document.maps("tests")) {
      cases.add(read(test, start(test, start), interval(test, interval)));
    }
    if (cases.isEmpty()) {
      document.error("tests", "tests: is required; a list of at least one test");
    }
    errors.throwIfAny();
    return new RuleUnitTests(tested, cases);
  }

  private SensorTable sensors(YamlMap document) {
    String named = document.text("sensors", null);
    SensorTable table =
        named == null ? SensorTable.EMPTY : SensorFile.read(path.resolveSibling(named));
    if (named == null) {
      RulesInTable.needs(rules)
          .forEach(
              need -> document.error("sensors", need + "; name its file with the key sensors"));
    } else {
      RulesInTable.errors(rules, table).forEach(error -> document.error("sensors", error));
    }
    return table;
  }

  private Baseline baseline(YamlMap document) {
    String named = document.text("baseline", null);
    if (named != null) {
      return BaselineFile.read(path.resolveSibling(named));
    }
    RulesInBaseline.needs(rules)
        .forEach(
            need -> document.error("baseline", need + "; name its file with the key baseline"));
    return Baseline.EMPTY;
  }

  private RuleUnitTests.Case read(YamlMap test, Instant start, Duration interval) {
    test.allow(List.of("name", "start", "interval", "series", "only", "expect"));
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
    List<String> only = test.has("only") ? test.textOrTexts("only", "") : List.of();
    only.forEach(rule -> requireRule(test, test.lineOf("only"), "only", rule));
    List<Expectation> expected = new ArrayList<>();
    test.forEachElement(
        "expect",
        (line, text) -> addExpected(test, line, text, Map.of(), series, expected),
        map -> addExpected(map, series, expected));
    return new RuleUnitTests.Case(
        test.text("name", "line " + test.line()), start, interval, series, only, expected);
  }

  private static Instant start(YamlMap map, Instant otherwise) {
    String text = map.text("start", null);
    try {
      return text == null ? otherwise : Instant.ofEpochMilli(InstantText.millis(text));
    } catch (DateTimeException | ArithmeticException unreadable) {
      map.error("start", "start " + text + ": must be an instant such as 2025-07-01T12:00:00Z");
      return otherwise;
    }
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
      Series name = new Series(form.group(2), form.group(1));
      series.put(name, List.of()); // so that expectations of it are no further errors
      series.put(name, SeriesNotation.read(inputs.text(key, "")));
    } catch (IllegalArgumentException unreadable) {
      inputs.error(key, "series " + key + ": " + unreadable.getMessage());
    }
  }

  /** Adds a transition with further fields. */
  private void addExpected(
      YamlMap map, Map<Series, List<@Nullable Double>> series, List<Expectation> expected) {
    List<String> known = new ArrayList<>(List.of(Expectation.TRANSITION));
    known.addAll(Expectation.FIELDS);
    known.add(Expectation.LABELS);
    map.allow(known);
    Map<String, String> more = new LinkedHashMap<>();
    for (String field : Expectation.FIELDS) {
      if (map.has(field)) {
        String text = map.text(field, "");
        more.put(field, field.equals("value") || field.equals("threshold") ? number(text) : text);
      }
    }
    YamlMap labels = map.map(Expectation.LABELS);
    if (labels != null) {
      labels
          .keys()
          .forEach(name -> more.put(Expectation.LABELS + "." + name, labels.text(name, "")));
    }
    String words = map.required(Expectation.TRANSITION);
    if (words != null) {
      addExpected(map, map.lineOf(Expectation.TRANSITION), words, more, series, expected);
    }
  }

  private static String number(String text) {
    try {
      return NumberText.of(Double.parseDouble(text));
    } catch (NumberFormatException noNumber) {
      return text;
    }
  }

  private void addExpected(
      YamlMap test,
      int line,
      String text,
      Map<String, String> more,
      Map<Series, List<@Nullable Double>> series,
      List<Expectation> expected) {
    Matcher form = EXPECTED.matcher(text.strip());
    try {
      if (!form.matches()) {
        throw new IllegalArgumentException("\"" + text + "\"");
      }
      String rule = form.group(2).strip();
      requireRule(test, line, "expect", rule);
      requireSeries(test, line, rule, form.group(3), series);
      expected.add(
          new Expectation(
              Expectation.words(
                  YamlScalars.parseDuration(form.group(1)),
                  rule,
                  form.group(3),
                  constant(AlertState.class, form.group(4)),
                  severity(test, line, form.group(5))),
              more));
    } catch (IllegalArgumentException unreadable) {
      test.errorOnLine(
          line,
          "expect "
              + unreadable.getMessage()
              + ": must be an instant, a rule, a series, a state and a severity, such as 8m"
              + " overheating temperature{boiler-1} firing warning");
    }
  }

  private void requireRule(YamlMap test, int line, String key, String rule) {
    List<String> names = rules.rules().stream().map(Rule::name).toList();
    if (!names.contains(rule)) {
      test.errorOnLine(line, key + " " + rule + ": there is no such rule" + near(rule, names));
    }
  }

  private void requireSeries(
      YamlMap test,
      int line,
      String ruleName,
      String name,
      Map<Series, List<@Nullable Double>> series) {
    List<String> names = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      if (rule.name().equals(ruleName) && rule.signal() != null && rule.signal().isOfGroups()) {
        return; // of groups, only the labels of sensors tell which there are
      }
      if (rule.name().equals(ruleName) && rule.signal() != null) {
        series.keySet().forEach(one -> names.add(rule.name() + "{" + one.sensorId() + "}"));
      }
    }
    if (names.isEmpty()) {
      series.keySet().forEach(one -> names.add(one.metric() + "{" + one.sensorId() + "}"));
    }
    if (!names.contains(name)) {
      List<String> known = names.stream().distinct().toList();
      test.errorOnLine(line, "expect " + name + ": there is no such series" + near(name, known));
    }
  }

  private static String near(String name, List<String> names) {
    List<String> near = DidYouMean.of(name, names);
    return near.isEmpty()
        ? "; there are " + String.join(", ", names)
        : "; did you mean " + String.join(" or ", near) + "?";
  }

  private String severity(YamlMap test, int line, String word) {
    List<String> names = rules.severities().names();
    String text = word.toLowerCase(Locale.ROOT);
    if (!names.contains(text)) {
      test.errorOnLine(line, "expect " + word + ": there is no such severity" + near(text, names));
    }
    return text;
  }

  private static <E extends Enum<E>> String constant(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .map(Enum::name)
        .filter(name -> name.equals(word.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }
}
