package dev.isotherm.jobs.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.fixtures.HtmlPage;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Threshold;
import dev.isotherm.rules.yaml.RuleFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HtmlReportTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long START = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
  private static final Series FRIDGE = new Series("fridge", "temperature");

  private final ReportTrial trial = new ReportTrial();

  private void average(Series series, long start, long length, double min, double max) {
    double mean = min / 2 + max / 2;
    trial.averages.add(
        new Average(series, start, start + length, 10, mean * 10, mean, min, max, 1, 0));
  }

  private void day(Series series, int day, double min, double max) {
    average(series, START + day * DAY, DAY, min, max);
  }

  private void transition(
      String rule, AlertSeverity severity, AlertState state, long at, long since) {
    AlertState before = state == AlertState.FIRING ? AlertState.INACTIVE : AlertState.FIRING;
    trial.transitions.add(
        new Transition(
            rule,
            FRIDGE,
            severity,
            state,
            before,
            null,
            at,
            9,
            8,
            since,
            TransitionReason.READING,
            0,
            null,
            null,
            Map.of(),
            Map.of(),
            trial.rules.severities()));
  }

  @Test
  void severitiesOfTheRulesHaveColumnsAndColoursByTheirOrder() throws Exception {
    day(FRIDGE, 0, 4, 6);
    trial.rules =
        RuleFile.parse(
            "rules.yaml",
            "severities: [low, high, fatal]\n"
                + "rules: [{ name: warm, metric: temperature, levels: { low: { above: 1 } } }]");
    long at = START;
    for (String severity : List.of("low", "fatal", "high")) {
      transition("warm", AlertSeverity.of(severity), AlertState.FIRING, at, at);
      transition("warm", AlertSeverity.of(severity), AlertState.RESOLVED, at + 1_000, at);
      at += 60_000;
    }
    HtmlPage page = trial.page();
    assertThat(page.texts("th")).containsSubsequence("fatal", "high", "low", "no data", "flapping");
    assertThat(page.texts("span"))
        .contains(" shaded: fatal", " shaded: high", " shaded: low, no data or flapping");
    Map<String, String> tones = Map.of("critical", "fatal", "warning", "high", "other", "low");
    tones.forEach(
        (tone, name) ->
            assertThat(
                    page.withClass("span", "badge " + tone).stream().map(Element::getTextContent))
                .as(tone)
                .contains(name));
  }

  private void limitAt(double limit, double clear) {
    trial.rules =
        new RuleSet(
            List.of(
                new Rule(
                    "warm",
                    "temperature",
                    List.of(
                        new Level(
                            Severity.WARNING,
                            new Threshold(
                                Condition.Kind.ABOVE,
                                limit,
                                new Threshold.Clear(clear, false)))))));
  }

  private static List<String> values(Element table) {
    List<String> values = new java.util.ArrayList<>();
    var data = table.getElementsByTagName("data");
    for (int i = 0; i < data.getLength(); i++) {
      values.add(((Element) data.item(i)).getAttribute("value"));
    }
    return values;
  }

  /** The y of the points of a path of relative lines, without bands. */
  private static List<Integer> ordinates(String path) {
    List<Integer> y = new java.util.ArrayList<>();
    int at = 0;
    for (String run : path.substring(1).split("M", -1)) {
      String[] numbers =
          run.replace("h0", "").replace('l', ' ').replace("-", " -").strip().split(" +", -1);
      for (int i = 1; i < numbers.length; i += 2) {
        at = i == 1 ? Integer.parseInt(numbers[i]) : at + Integer.parseInt(numbers[i]);
        y.add(at);
      }
    }
    return y;
  }

  @Test
  void showsTheValuesOfTheAverages() throws Exception {
    day(FRIDGE, 0, 4, 6);
    day(FRIDGE, 1, 4.125, 6.5);
    day(FRIDGE, 3, 10, 12);
    HtmlPage page = trial.page();

    List<Element> tables = page.elements("table");
    double mean = (5 + (4.125 / 2 + 3.25) + 11) / 3;
    assertThat(values(tables.get(1)))
        .satisfiesExactly(
            text -> assertThat(Double.parseDouble(text)).isCloseTo(mean, within(1e-12)),
            text -> assertThat(text).isEqualTo("4.0"),
            text -> assertThat(text).isEqualTo("12.0"));
    assertThat(values(tables.get(2)))
        .containsExactly("5.0", "4.0", "6.0", "5.3125", "4.125", "6.5", "11.0", "10.0", "12.0");
    assertThat(page.texts("p"))
        .anySatisfy(
            text -> assertThat(text).startsWith("3 of 4 days have readings, from 2025-01-01"))
        .anySatisfy(text -> assertThat(text).contains("The longest gap is 2025-01-03."))
        .contains("30 messages = 30 accepted + 0 rejected 30 readings = 30 aggregated + 0 late ");
    String line = page.withClass("path", "mean").get(1).getAttribute("d");
    assertThat(line).as("interrupted where a day is missing").matches("M[^M]*M[^Ml]*h0");
    ValueAxis axis = ValueAxis.of(4, 12, new TreeSet<>());
    assertThat(ordinates(line)).containsExactly(axis.y(5), axis.y(5.3125), axis.y(11));
  }

  @Test
  void showsAlertsWithTheirPeriodsAndLimits() throws Exception {
    for (int day = 0; day < 10; day++) {
      day(FRIDGE, day, 4, 9);
    }
    limitAt(8, 7.5);
    long hour = Duration.ofHours(1).toMillis();
    transition("warm", Severity.WARNING, AlertState.FIRING, START + DAY, START + DAY);
    transition("warm", Severity.CRITICAL, AlertState.FIRING, START + DAY + hour, START + DAY);
    transition("warm", Severity.CRITICAL, AlertState.RESOLVED, START + 2 * DAY + hour, START + DAY);
    transition("warm", Severity.WARNING, AlertState.FIRING, START + 5 * DAY, START + 5 * DAY);
    HtmlPage page = trial.page();

    assertThat(page.texts("tr"))
        .contains("warmtemperaturewarning above 8.0, clearBelow 7.511···1 d 1 h, open")
        .containsSubsequence(
            "criticalwarmfridgetemperature2025-01-02 00:002025-01-03 01:001 d 1 h",
            "warningwarmfridgetemperature2025-01-06 00:00open at the end–");
    // 7,200 units are 10 days; an open alert lasts to the end
    assertThat(page.withClass("path", "crit").get(1).getAttribute("d"))
        .isEqualTo("M720 0H1470V1200H720z");
    assertThat(page.withClass("path", "warn").get(1).getAttribute("d"))
        .isEqualTo("M3600 0H7200V1200H3600z");
    int y = ValueAxis.of(4, 9, new TreeSet<>(List.of(8.0))).y(8);
    assertThat(page.withClass("path", "limit").get(1).getAttribute("d"))
        .isEqualTo("M0 " + y + "H7200");
  }

  @Test
  void hostileNamesAreOnlyText() throws Exception {
    String script = "<script>alert(1)</script>";
    String quote = "\"' onload='alert(1)' x=\"&amp;]]>--><!--";
    String turned = "abc\u202Egnp.exe\u200F\u2066";
    for (String name : List.of(script, quote, turned, "\uD83C\uDF21 \u05E9\u05DC\u05D5\u05DD")) {
      day(new Series(name, name), 0, 1, 2);
      trial.rejections.add(
          new Rejection(
              RejectionReason.NOT_JSON,
              name + '\u0007',
              name,
              0,
              null,
              null,
              new MessageHeader[0]));
      trial.leftOut.add(new LeftOut(name, LeftOutReason.NOT_A_NUMBER, 1, name));
    }
    trial.inputs = List.of(script, turned);
    trial.warnings = List.of(quote + '\u0000' + '\uFFFF');
    HtmlPage page = trial.page();

    page.assertHarmless();
    assertThat(page.texts("bdi"))
        .contains(script, quote, "abc\\u202Egnp.exe\\u200F\\u2066", "\uD83C\uDF21 שלום")
        .contains(script + "\\u0007");
    assertThat(page.texts("li")).containsExactly(quote + "\\u0000\\uFFFF");
  }

  @Test
  void needsNothingButItself() throws Exception {
    day(FRIDGE, 0, 1, 2);
    HtmlPage page = trial.page();
    page.assertHarmless();
    assertThat(page.html().indexOf(PageFrame.MARK)).isBetween(0, 900);
    assertThat(page.elements("meta"))
        .anySatisfy(
            meta ->
                assertThat(meta.getAttribute("content"))
                    .startsWith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;"));
  }

  /** As rows come in another order from each parallel run. */
  @Test
  void theSameResultsInAnyOrderGiveTheSameBytes() throws Exception {
    Random random = new Random(7);
    for (int window = 0; window < 2_000; window++) {
      long start = START + window * 60_000L;
      average(FRIDGE, start, 60_000, random.nextDouble() / 3, 1 + random.nextDouble() / 3);
      average(new Series("b", "x"), start, 60_000, 0.1, 0.3 * random.nextDouble() + 0.1);
    }
    String page = trial.page().html();
    assertThat(page).contains("Each point is all windows that begin within 15 min");
    Collections.shuffle(trial.averages, random);
    assertThat(trial.page().html()).isEqualTo(page);
  }

  @Test
  void aYearOfAHundredSeriesIsBelowAMegabyte() throws Exception {
    Random random = new Random(1);
    for (int sensor = 0; sensor < 100; sensor++) {
      Series series = new Series("plant-7/hall-3/sensor-" + sensor, "temperature");
      for (int day = 0; day < 365; day++) {
        double mean = 20 + 10 * Math.sin(day / 58.0) + 3 * random.nextGaussian();
        day(series, day, mean - 5 * random.nextDouble(), mean + 5 * random.nextDouble());
      }
    }
    limitAt(30, 28);
    for (int day = 0; day < 360; day += 4) {
      transition("warm", Severity.WARNING, AlertState.FIRING, START + day * DAY, START + day * DAY);
      transition("warm", Severity.WARNING, AlertState.RESOLVED, START + (day + 1) * DAY, START);
    }
    HtmlPage page = trial.page();
    assertThat(page.elements("figure")).hasSize(100);
    assertThat(page.withClass("path", "mean")).hasSize(101); // one is in the legend
    assertThat(page.html().getBytes(UTF_8).length).isBetween(400_000, 1_000_000);
  }

  @Test
  void seriesBeyondTheLimitsAreSaid() throws Exception {
    for (int i = 0; i < 2_100; i++) {
      day(new Series("s" + i, "x"), i % 7, 1, 2);
    }
    day(FRIDGE, 0, 1, 2);
    day(new Series("zz", "temperature"), 0, 1, 2);
    limitAt(1, 1);
    transition("warm", Severity.WARNING, AlertState.FIRING, START, START);
    HtmlPage page = trial.page();
    assertThat(page.elements("figure")).hasSize(SeriesOfRun.MAX_CHARTS);
    assertThat(page.texts("h3").get(0)).as("with an alert").isEqualTo("temperature of fridge");
    assertThat(page.texts("p"))
        .contains(
            "Series with the worst alerts come first. There are more than 2000 series: the others"
                + " are in the folder averages only. The first 500 have a chart.");
    assertThat(page.texts("th")).doesNotContain("zz");
  }

  @Test
  void nothingAtAllIsAPageToo() throws Exception {
    assertThat(trial.page().texts("h2"))
        .containsExactly("In short", "Rejected messages", "Left out of accepted messages");
  }

  @Test
  void extremesAndSessionsStayOnTheChart() throws Exception {
    average(FRIDGE, START, 1, -Double.MAX_VALUE, Double.MAX_VALUE);
    average(FRIDGE, START + 90 * DAY, 40 * DAY, Double.MIN_VALUE, Double.MIN_VALUE);
    average(new Series("flat", "x"), START, DAY, 0, 0);
    HtmlPage page = trial.page();
    assertThat(page.html()).doesNotContain("NaN").doesNotContain("Infinity");
    assertThat(page.texts("p"))
        .anySatisfy(text -> assertThat(text).startsWith("Windows are longer than a day"));
    for (Element path : page.withClass("path", "mean").subList(1, 3)) {
      assertThat(ordinates(path.getAttribute("d")))
          .isNotEmpty()
          .allSatisfy(y -> assertThat(y).isBetween(0, ValueAxis.HEIGHT));
    }
  }
}
