package dev.isotherm.jobs.report.html.diff;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static dev.isotherm.model.AlertState.NO_DATA;
import static dev.isotherm.model.AlertState.RESOLVED;
import static dev.isotherm.model.Severity.CRITICAL;
import static dev.isotherm.model.Severity.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.HtmlPage;
import dev.isotherm.fixtures.Transitions;
import dev.isotherm.jobs.diff.AlertDiff;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Threshold;
import dev.isotherm.rules.yaml.RuleFile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class DiffPageTest {

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long START = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();
  private static final Series FRIDGE = new Series("fridge", "temperature");
  private static final Series CELLAR = new Series("cellar", "temperature");

  private RuleSet oldRules = RuleSet.NONE;
  private RuleSet newRules = RuleSet.NONE;
  private AlertDiff diff = new AlertDiff(oldRules, newRules);
  private Accounting read = Accounting.NONE;
  private List<String> inputs = List.of("log.csv");
  private List<String> warnings = List.of();
  private String newName = "new.yaml";

  private static Rule rule(String name, double limit) {
    return new Rule(
        name,
        "temperature",
        List.of(new Level(WARNING, new Threshold(Condition.Kind.ABOVE, limit))));
  }

  private void compare(List<Rule> before, List<Rule> after) {
    oldRules = new RuleSet(before);
    newRules = new RuleSet(after);
    diff = new AlertDiff(oldRules, newRules);
  }

  @Test
  void theLegendHasTheSeveritiesOfBothSetsOfRules() throws Exception {
    compare(
        List.of(rule("hot", 28)),
        RuleFile.parse(
                "rules.yaml",
                "severities: [low, high, disaster]\n"
                    + "rules: [{ name: hot, metric: temperature, levels: { high: { above: 1 } } }]")
            .rules());
    for (Rule rule : diff.rules().rules()) {
      diff.add(
          new Transition(
              rule.name(),
              new Series("s1", "temperature"),
              rule.levels().get(0).severity(),
              AlertState.FIRING,
              AlertState.INACTIVE,
              null,
              60_000,
              30,
              1,
              60_000,
              TransitionReason.READING,
              0,
              null,
              null,
              Map.of(),
              Map.of(),
              rule.annotations().severities()));
    }
    assertThat(page().texts("span"))
        .contains(
            " shaded: critical, disaster",
            " shaded: warning, high",
            " shaded: info, low, no data or flapping");
  }

  /** Adds a transition of a rule, as {@code rules diff} names it. */
  private void at(String rule, Series series, int minute, AlertState state, Severity severity) {
    String number =
        diff.rules().rules().stream()
            .map(Rule::name)
            .filter(name -> diff.nameOf(name).equals(rule))
            .findFirst()
            .orElseThrow();
    diff.add(
        Transitions.byReading(
            number,
            series,
            severity,
            state,
            INACTIVE,
            null,
            START + minute * MINUTE,
            9,
            8,
            START + minute * MINUTE));
  }

  private void fires(String rule, Series series, int from, int to) {
    at(rule, series, from, FIRING, WARNING);
    at(rule, series, to, RESOLVED, WARNING);
  }

  private HtmlPage page() throws Exception {
    StringBuilder html = new StringBuilder();
    DiffRun run =
        new DiffRun(
            "isotherm 1",
            inputs,
            "old.yaml",
            newName,
            oldRules,
            newRules,
            "day",
            ZoneId.of("Europe/Berlin"),
            read,
            warnings);
    new DiffPage(run, diff).write(html);
    return HtmlPage.of(html.toString());
  }

  private void exampleHistory() {
    compare(
        List.of(rule("hot", 8), rule("kept", 5), rule("gone", 1)),
        List.of(rule("hot", 9), rule("kept", 5), rule("cold", 2)));
    fires("kept", FRIDGE, 0, 1);
    fires("hot of OLD", FRIDGE, 10, 20);
    fires("hot of NEW", FRIDGE, 12, 18);
    fires("hot of OLD", CELLAR, 30, 31);
    at("cold of NEW", CELLAR, 40, FIRING, CRITICAL);
    at("cold of NEW", CELLAR, 100, NO_DATA, CRITICAL);
    read = new Accounting(12, 11, Map.of(), 11, 0, 0).withDuplicates(2);
  }

  @Test
  void showsTheRulesTheirAlertsAndTheirTransitions() throws Exception {
    exampleHistory();
    HtmlPage page = page();
    assertThat(page.texts("tr"))
        .contains(
            "coldadded–temperature: warning above 2.0",
            "goneremovedtemperature: warning above 1.0–",
            "keptunchangedtemperature: warning above 5.0the same")
        .containsSubsequence(
            "rulealertsoldnewsamemorefewerearlierlaterother severityother end",
            "coldfiring·1·1·····",
            "coldno data·1·1·····",
            "gonefiring·········",
            "hotfiring21··1·1·1",
            "keptfiring111······")
        .containsSubsequence(
            "rulerulesallinactivependingfiringresolvedno dataflapping",
            "coldnew2··1·1·",
            "goneold·······",
            "hotold4··22··",
            "hotnew2··11··",
            "keptboth2··11··");
  }

  @Test
  void showsEachDifferenceWithBothPeriods() throws Exception {
    exampleHistory();
    assertThat(page().texts("tr"))
        .containsSubsequence(
            "hotfridgetemperature2min later, ends 2min earlier"
                + "warning 2025-07-01 14:10 – 2025-07-01 14:20, 10 min"
                + "warning 2025-07-01 14:12 – 2025-07-01 14:18, 6 min",
            "hotcellartemperaturevanisheswarning 2025-07-01 14:30 – 2025-07-01 14:31, 1 min–",
            "coldcellartemperatureappears–critical 2025-07-01 14:40 – open at the end",
            "coldcellartemperatureappears–no data 2025-07-01 15:40 – open at the end");
  }

  @Test
  void showsTheSeriesWithTheMostDifferencesFirstAndItsPeriods() throws Exception {
    exampleHistory();
    HtmlPage page = page();
    assertThat(page.texts("tr"))
        .containsSubsequence(
            "sensormetricoldnewsamedifferentfewermore",
            "cellartemperature12··12",
            "fridgetemperature2211··");
    assertThat(page.texts("figcaption"))
        .containsExactly("temperature of cellar", "temperature of fridge");
    assertThat(page.texts("h4")).containsExactly("cold", "hot", "hot", "kept");
    List<Element> lanes = page.withClass("svg", "lane");
    assertThat(lanes)
        .extracting(lane -> lane.getAttribute("aria-label"))
        .startsWith("old rules, alerts: 0", "new rules, alerts: 2", "old rules, alerts: 1");
    assertThat(lanes).hasSize(8);
    // 7,200 units are 102 minutes; what is open goes on to the end
    Element open = (Element) lanes.get(1).getElementsByTagName("path").item(1);
    assertThat(open.getAttribute("class")).isEqualTo("crit");
    assertThat(open.getAttribute("d")).isEqualTo("M2824 0H7200V1200H2824z");
  }

  @Test
  void allIsAccountedFor() throws Exception {
    exampleHistory();
    HtmlPage page = page();
    assertThat(page.withClass("p", "counts").get(0).getTextContent())
        .isEqualTo(
            "12 messages = 11 accepted + 1 rejected 11 readings = 9 evaluated + 2 duplicates"
                + " 3 old alerts = 1 the same + 1 different + 1 fewer"
                + " 4 new alerts = 1 the same + 1 different + 2 more ");
    assertThat(page.withClass("p", "card stands"))
        .extracting(Element::getTextContent)
        .containsExactly("1 rejected", "4 differences");
  }

  @Test
  void hostileNamesAreOnlyText() throws Exception {
    String script = "<script>alert(1)</script>";
    String quote = "\"' onload='alert(1)' x=\"&amp;]]>--><!--";
    String turned = "abc\u202Egnp.exe\u200F\u2066";
    List<Rule> rules = new ArrayList<>();
    for (String name : List.of(script, quote, turned)) {
      rules.add(
          new Rule(
              name, name, List.of(new Level(WARNING, new Threshold(Condition.Kind.ABOVE, 1)))));
    }
    compare(List.of(), rules);
    for (String name : List.of(script, quote, turned)) {
      fires(name + " of NEW", new Series(name, name), 0, 5);
    }
    inputs = List.of(script, turned);
    newName = quote;
    warnings = List.of(quote + '\u0000');
    HtmlPage page = page();

    page.assertHarmless();
    assertThat(page.texts("h4")).containsExactly(quote, script, "abc\\u202Egnp.exe\\u200F\\u2066");
    assertThat(page.texts("dd")).contains(quote);
    assertThat(page.texts("li")).containsExactly(quote + "\\u0000");
    assertThat(page.texts("title"))
        .containsExactly("Alerts of two sets of rules: " + script + " and 1 more");
  }

  @Test
  void whatIsNotShownIsCounted() throws Exception {
    compare(
        IntStream.range(0, 210).mapToObj(i -> rule("rule" + (1_000 + i), i)).toList(), List.of());
    for (int i = 0; i < 2_100; i++) {
      String name = "rule" + (1_000 + i % 21) + " of OLD";
      fires(name, new Series(i < 21 ? "s" : "s" + i, "temperature"), i, i + 1);
    }
    HtmlPage page = page();
    assertThat(page.texts("p"))
        .contains(
            "There are 10 more rules.",
            "There are 1100 more differences; rules diff --all shows them.",
            "There are alerts of 1 more rules.",
            "Series with the most differences come first. There are 80 more."
                + " The first 200 have a chart.");
    assertThat(page.elements("figure")).hasSize(200);
    assertThat(page.html().getBytes(UTF_8).length).isLessThan(1_500_000);
  }

  @Test
  void equalRulesGiveAPageWithoutDifferences() throws Exception {
    compare(List.of(rule("hot", 8)), List.of(rule("hot", 8)));
    assertThat(page().texts("h2")).containsExactly("In short", "Rules", "Differences");
    assertThat(page().texts("p")).contains("No alert differs.");
    compare(List.of(), List.of());
    assertThat(page().texts("p")).contains("There are no rules.");
  }
}
