package dev.isotherm.jobs.page.model;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.Transitions;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.yaml.RuleFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageModelTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Series SERIES = new Series("a", "temperature");
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private final PageModel model = new PageModel(new PageLimits(3, 100));

  @Test
  void aSnapshotHasTheLastWindowAndAnUpdateWhatChanged() throws Exception {
    model.put(average(SERIES, 0, 1.25));
    model.put(average(SERIES, 10, 2.5));
    JsonNode snapshot = read(model.snapshot());
    assertThat(snapshot.get("series")).hasToString("[0,\"a\",\"temperature\"]");
    assertThat(snapshot.get("latest")).hasToString("[0,10,20,2.5,1.5,3.5,4,0]");
    assertThat(snapshot.get("dataMillis").asLong()).isEqualTo(10);

    JsonNode first = read(model.update());
    assertThat(first.get("windows")).hasSize(2 * 8);
    assertThat(model.update()).as("nothing has changed").isNull();

    model.put(average(SERIES, 0, 1.5));
    model.withdraw(new SeriesWindow(SERIES, 10, 11));
    JsonNode second = read(model.update());
    assertThat(second.get("series")).isEmpty();
    assertThat(second.get("windows")).hasToString("[0,0,10,1.5,0.5,2.5,4,0]");
    assertThat(second.get("removed")).hasToString("[0,10]");
  }

  @Test
  void timeEndsAtTheLatestInstantThatTheDataHasReached() throws Exception {
    model.put(average(SERIES, 10, 1));
    assertThat(read(model.update()).get("dataMillis").asLong())
        .as("the window has a reading, and need not have ended")
        .isEqualTo(10);
    model.advanceTo(17);
    assertThat(read(model.update()).get("dataMillis").asLong()).isEqualTo(17);
    model.advanceTo(16);
    assertThat(model.update()).as("nothing has changed").isNull();
    model.put(
        Transitions.byReading(
            "hot", SERIES, Severity.WARNING, FIRING, INACTIVE, null, 19, 30, 28, 19));
    JsonNode last = read(model.update());
    assertThat(last.get("dataMillis").asLong()).isEqualTo(19);
    assertThat(last.get("spans").get(0).get("since").asLong()).isEqualTo(19);
  }

  @Test
  void severitiesOfTheRulesComeWithTheirOrder() throws Exception {
    assertThat(read(model.snapshot()).has("severities")).as("the standard ones").isFalse();
    model.setRules(
        List.of(
            new RuleSetVersion(
                RuleSetVersion.FROM_THE_START,
                RuleFile.parse(
                    "rules.yaml",
                    "severities: [low, disaster]\n"
                        + "rules: [{ name: hot, metric: temperature, levels: { disaster: {"
                        + " above: 1 } } }]"))));
    assertThat(read(model.update()).get("severities")).hasToString("[\"low\",\"disaster\"]");
    model.put(
        new Transition(
            "hot",
            SERIES,
            AlertSeverity.of("disaster"),
            FIRING,
            INACTIVE,
            null,
            19,
            30,
            28,
            19,
            TransitionReason.READING,
            0,
            null,
            null,
            Map.of(),
            Map.of(),
            Severities.of(List.of("low", "disaster"))));
    JsonNode last = read(model.update());
    for (JsonNode one : List.of(last.get("alerts").get(0), last.get("spans").get(0))) {
      assertThat(one.get("severity").asText()).isEqualTo("disaster");
      assertThat(one.get("severities")).hasToString("[\"low\",\"disaster\"]");
    }
  }

  @Test
  void aSeriesWithManyChangesIsLoadedAgain() throws Exception {
    for (int i = 0; i < 50; i++) {
      model.put(average(SERIES, 10L * i, i));
    }
    assertThat(read(model.update()).get("again")).hasToString("[0]");
    model.put(average(SERIES, 1000, 1));
    assertThat(read(model.update()).get("again")).isEmpty();
  }

  @Test
  void forgetsTheSeriesThatWasUpdatedLongestAgo() throws Exception {
    for (String sensor : List.of("a", "b", "c")) {
      model.put(average(new Series(sensor, "t"), 0, 1));
    }
    model.update();
    model.put(average(new Series("a", "t"), 10, 1));
    model.put(average(new Series("d", "t"), 0, 1));
    JsonNode update = read(model.update());
    assertThat(update.get("gone")).hasToString("[1]");
    assertThat(update.get("series")).hasToString("[3,\"d\",\"t\"]");
    assertThat(update.get("forgottenSeries").asInt()).isEqualTo(1);
    assertThat(model.size()).isEqualTo(3);
    assertThat(model.series(1)).isNull();
    assertThat(read(model.charts(List.of(0, 1, 99))).fieldNames())
        .toIterable()
        .containsExactly("0");
  }

  @Test
  void theLimitsOfEachVersionHoldFromItsInstantOn() throws Exception {
    model.put(average(SERIES, 0, 1));
    RuleSet later =
        RuleFile.parse(
            "later.yaml",
            """
            rules:
              - name: band
                metric: temperature
                levels: { critical: { outside: [2, 8] } }
              - name: other
                metric: humidity
                levels: { critical: { above: 80 } }
            """);
    model.setRules(
        List.of(
            new RuleSetVersion(RuleSetVersion.FROM_THE_START, RuleFile.builtIn()),
            new RuleSetVersion(5_000, later)));
    JsonNode limits = read(model.series(0)).get("limits");
    assertThat(limits).hasSize(3);
    assertThat(limits.get(0))
        .hasToString(
            "{\"rule\":\"high_temperature\",\"severity\":\"warning\",\"kind\":\"above\","
                + "\"values\":[28.0],\"to\":5000}");
    assertThat(limits.get(2))
        .hasToString(
            "{\"rule\":\"band\",\"severity\":\"critical\",\"kind\":\"outside\","
                + "\"values\":[2.0,8.0],\"from\":5000}");
  }

  @Test
  void numbersThatJsonDoesNotHaveAreNull() throws Exception {
    model.put(new Average(SERIES, 0, 10, 2, INFINITE, 1e308, 9e307, 1.1e308, INFINITE, 0));
    assertThat(read(model.series(0)).get("windows"))
        .hasToString("[0,10,1.0E308,9.0E307,1.1E308,2,0,null]");
    assertThat(read(model.charts(List.of(0))).get("0").get(2).asDouble()).isEqualTo(1e308);
  }

  private static Average average(Series series, long start, double mean) {
    return new Average(series, start, start + 10, 4, 4 * mean, mean, mean - 1, mean + 1, 0.5, 0);
  }

  private static JsonNode read(byte[] line) throws Exception {
    return JSON.readTree(line);
  }
}
