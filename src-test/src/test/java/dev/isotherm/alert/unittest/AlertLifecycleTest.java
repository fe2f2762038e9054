package dev.isotherm.alert.unittest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.yaml.YamlScalars;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The cases of {@code alert-lifecycle/cases.yaml}. */
class AlertLifecycleTest {

  private static final Series SERIES = new Series("boiler-1", "temperature");

  static Stream<Arguments> cases() throws IOException {
    return file().stream()
        .map(
            one ->
                Arguments.of(
                    one.get("name"),
                    one.get("rule"),
                    Instant.parse(one.getOrDefault("start", Instant.EPOCH).toString()),
                    one.get("values"),
                    one.get("expect")));
  }

  @SuppressWarnings("unchecked") // as the file is written
  private static List<Map<String, Object>> file() throws IOException {
    try (InputStream in =
        AlertLifecycleTest.class.getResourceAsStream("/alert-lifecycle/cases.yaml")) {
      return ((Map<String, List<Map<String, Object>>>)
              new Load(LoadSettings.builder().build()).loadFromInputStream(in))
          .get("cases");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void goesAsIsDocumented(
      String name, String rule, Instant start, String values, List<String> expected) {
    RuleSet rules =
        RuleFile.parse(
            name,
            "rules: [{name: rule, metric: temperature, " + rule.substring(1, rule.length()) + "]");
    List<Transition> transitions =
        new TestedRules(rules, SensorTable.EMPTY, Baseline.EMPTY)
            .simulate(Map.of(SERIES, SeriesNotation.read(values)), start, Duration.ofMinutes(1));
    assertThat(transitions.stream().map(one -> words(one, start)).toList())
        .isEqualTo(normal(expected));
    assertThat(transitions.stream().map(Transition::id)).doesNotHaveDuplicates();
  }

  @Test
  void thereAreCasesEnoughAndEachIsAnother() throws IOException {
    Set<Object> names = new HashSet<>();
    assertThat(cases().map(one -> one.get()[0]))
        .hasSizeGreaterThanOrEqualTo(60)
        .allMatch(names::add);
  }

  /** Each names whose documentation it was taken from. */
  @Test
  void theCasesAreThoseOfOthers() throws IOException {
    Map<String, Long> sources =
        file().stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.get("source").toString().replaceFirst("[ ,].*", ""),
                    TreeMap::new,
                    Collectors.counting()));
    System.out.println("AlertLifecycleTest: cases by source " + sources);
    assertThat(sources.keySet()).contains("Grafana", "Kapacitor", "Prometheus");
  }

  private static List<String> normal(List<String> expected) {
    return expected.stream()
        .map(
            line -> {
              int space = line.indexOf(' ');
              return YamlScalars.parseDuration(line.substring(0, space)).toMillis()
                  + line.substring(space);
            })
        .toList();
  }

  private static String words(Transition transition, Instant start) {
    return (transition.atMillis()
            - start.toEpochMilli()
            + " "
            + transition.state()
            + " "
            + transition.severity())
        .toLowerCase(Locale.ROOT);
  }
}
