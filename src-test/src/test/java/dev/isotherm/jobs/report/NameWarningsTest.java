package dev.isotherm.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.TextFlags;
import dev.isotherm.parse.mapping.ValueTexts;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleCoverage;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Sensors;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.rules.yaml.RuleFile;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameWarningsTest {

  private static List<String> warnings(
      List<Rule> rules, Set<String> asked, List<String> fields, Series... series) {
    RuleCoverage coverage = new RuleCoverage(rules);
    for (Series one : series) {
      coverage.add(one);
    }
    return NameWarnings.of(
        new RuleSet(rules),
        ParseOptions.defaults().withMetrics(asked),
        coverage.found(),
        fields,
        UnaryOperator.identity());
  }

  private static Rule rule(String metric, String sensors) {
    return new Rule(
        "r",
        new Selector(metric, Sensors.matching(sensors), Selector.Source.READINGS),
        List.of(Level.above(Severity.WARNING, 28)),
        Timing.IMMEDIATE,
        Annotations.NONE);
  }

  private static final Series TEMPERATURE = new Series("s1", "temperature");
  private static final Series HUMIDITY = new Series("s2", "humidity");

  @Test
  void namesFlagsThatNothingHad() {
    RuleCoverage coverage = new RuleCoverage(List.of(rule("status.OB", "*")));
    coverage.add(new Series("ups", "load"));
    coverage.add(new Series("ups", "alarm.FIRE"));
    List<String> flags = List.of("state=OB|LB", "alarm=FIRE");
    assertThat(
            NameWarnings.of(
                new RuleSet(List.of(rule("state.OB", "*"))),
                ParseOptions.defaults()
                    .withMetrics(Set.of("load"))
                    .withTexts(ValueTexts.NONE.withFlags(TextFlags.of(flags))),
                coverage.found(),
                List.of("status"),
                UnaryOperator.identity()))
        .containsExactly(
            "--flags state=LB|OB: no reading has metric state.LB; there are alarm.FIRE, load,"
                + " status",
            "rule r watches nothing: no reading has metric state.OB; there are alarm.FIRE, load,"
                + " status");
  }

  @Test
  void namesEachMetricThatNothingHadAndTheNearest() {
    assertThat(
            warnings(
                List.of(),
                new TreeSet<>(Set.of("temperature", "humidty", "co2*")),
                List.of("humidity"),
                TEMPERATURE))
        .containsExactly(
            "--metrics co2*: no reading has metric co2*; there are humidity, temperature; a name"
                + " is no pattern and no list",
            "--metrics humidty: no reading has metric humidty; there are humidity, temperature;"
                + " perhaps humidity?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Temperature | * | no reading has metric Temperature; there are humidity, temperature;"
            + " perhaps temperature?",
        "'temperature,humidity' | * | no reading has metric temperature,humidity; there are"
            + " humidity, temperature; a name is no pattern and no list",
        "temperature | S* | no sensor with metric temperature matches S*; there are s1, s2;"
            + " perhaps s1?",
        "temperature | boiler | no sensor with metric temperature matches boiler; there are s1, s2",
        "temperature | 's1,s2' | no sensor with metric temperature matches s1,s2; there are s1, s2;"
            + " this is one pattern, several are a list such as [s1, s2]",
        "temperature | s[12] | no sensor with metric temperature matches s[12]; there are s1, s2;"
            + " the only wildcards are * and ?",
        "temperature | s3 | no sensor with metric temperature matches s3; there are s1, s2; perhaps"
            + " s1 or s2?",
        "Humidity | S* | no reading has metric Humidity; there are humidity, temperature; perhaps"
            + " humidity?; and no sensor matches S*; there are s1, s2; perhaps s1?"
      })
  void saysWhyARuleWatchesNothing(String metric, String sensors, String why) {
    assertThat(warnings(List.of(rule(metric, sensors)), Set.of(), List.of(), TEMPERATURE, HUMIDITY))
        .containsExactly("rule r watches nothing: " + why);
  }

  @Test
  void saysThatTheMetricOfARuleWasNotAskedFor() {
    assertThat(
            warnings(List.of(rule("humidity", "*")), Set.of("temperature"), List.of(), TEMPERATURE))
        .containsExactly("rule r watches nothing: --metrics does not name its metric humidity");
  }

  @Test
  void knowsMetricsThatHaveAnotherNameThanTheirField() {
    Series inside = new Series("s1", "data.temperature");
    Series renamed = new Series("s1", "t");
    assertThat(
            warnings(
                List.of(rule("temp", "*")),
                new TreeSet<>(Set.of("data.*", "t=temp", "x_*=other.*", "h=humidty")),
                List.of("humidity"),
                inside,
                renamed))
        .containsExactly(
            "--metrics h=humidty: no reading has metric humidty; there are data.temperature,"
                + " humidity, t; perhaps humidity?",
            "--metrics x_*=other.*: no reading has metric other.*; there are data.temperature,"
                + " humidity, t",
            "rule r watches nothing: --metrics does not name its metric temp");
  }

  @Test
  void isSilentAboutNamesThatSomethingHad() {
    assertThat(
            warnings(
                List.of(rule("temperature", "s?")),
                Set.of("temperature"),
                List.of(),
                TEMPERATURE,
                HUMIDITY))
        .isEmpty();
  }

  @Test
  void namesTheSensorsOfASignalThatNothingHad() {
    RuleSet rules =
        RuleFile.parse(
            "rules.yaml",
            "rules: [{ name: r, signal: 'temperature - temperature{s22}', every: 1min,"
                + " levels: { warning: { above: 1 } } }]");
    assertThat(warnings(rules.rules(), Set.of(), List.of(), TEMPERATURE, HUMIDITY))
        .containsExactly("rule r: no reading has sensor s22; there are s1, s2; perhaps s2?");
  }

  /** What is beyond the bound is not known, so that nothing is said of it. */
  @Test
  void claimsNothingOfNamesThatAreNotKept() {
    Series[] many =
        IntStream.range(0, 2_000)
            .mapToObj(i -> new Series("s" + i, "m" + (10_000 + i)))
            .toArray(Series[]::new);
    assertThat(warnings(List.of(rule("n", "t*")), Set.of("m11999"), List.of(), many))
        .singleElement()
        .asString()
        .isEqualTo("rule r watches nothing: --metrics does not name its metric n");
  }
}
