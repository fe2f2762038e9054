package dev.isotherm.jobs.page.server;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isotherm.fixtures.Chromium;
import dev.isotherm.fixtures.ChromiumTab;
import dev.isotherm.fixtures.Transitions;
import dev.isotherm.jobs.page.model.PageLimits;
import dev.isotherm.jobs.page.model.PageModel;
import dev.isotherm.jobs.page.model.RejectedMessage;
import dev.isotherm.jobs.report.StreamStatus;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import dev.isotherm.wire.StreamSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says of a few series, in a real browser. */
class PageTextsProcessIT {

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final long START = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final Series SERIES = new Series("sensor_1", "temperature");

  /** Keeps each text that a chart writes. */
  private static final String RECORD_TEXTS =
      """
      (() => {
        window.texts = [];
        const write = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
          window.texts.push(text);
          return write.call(this, text, ...at);
        };
        return 1;
      })()\
      """;

  /** The names and times that are broken inside of a word: they have more lines than words. */
  private static final String BROKEN_WORDS =
      """
      [...document.querySelectorAll('td .whole, td.whole')].filter((e) => {
        const range = document.createRange();
        range.selectNodeContents(e);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        return lines.size > e.textContent.split(/[ -]/).length;
      }).map((e) => e.textContent)\
      """;

  @TempDir private static Path folder;
  private static Chromium browser;

  private final PageModel model = new PageModel(PageLimits.DEFAULT);
  private long since = Long.MAX_VALUE;

  @BeforeAll
  static void startBrowser() throws Exception {
    assumeTrue(Chromium.program().isPresent(), "Chromium is not installed");
    browser = Chromium.start(folder.resolve("profile"));
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void durationsEndWithTheDataAndAnAlertThatChangesItsLevelFiredOnce() throws Exception {
    alert(Severity.WARNING, INACTIVE, null, START + MINUTE);
    alert(Severity.CRITICAL, FIRING, Severity.WARNING, START + 2 * MINUTE);
    alert(Severity.WARNING, FIRING, Severity.CRITICAL, START + 3 * MINUTE);
    model.put(average(START, 10 * MINUTE));
    model.advanceTo(START + 4 * MINUTE);
    try (PageServer server = start();
        ChromiumTab tab = open(server, 1440)) {
      assertThat(tab.text("#alert-rows .for")).isEqualTo("for 3 min 0 s");
      assertThat(tab.text("#timeline-rows .rule .note"))
          .isEqualTo("fired 1×, 3 min 0 s in all, 1 now");
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void tilesSayWhatIsLateForAlertsAndWhatNoMessageHadSinceTheRestart() throws Exception {
    alert(Severity.WARNING, INACTIVE, null, START + MINUTE);
    model.put(average(START, MINUTE));
    model.setStatus(status(List.of("rule hot on temperature", "metric humidty")), null);
    try (PageServer server = start();
        ChromiumTab tab = open(server, 1440)) {
      assertThat(tab.text("#tile-left-out .note"))
          .isEqualTo("since the last start or restart, no message had metric humidty");
      assertThat(tab.text("#tile-late b")).isEqualTo("0 / 50");
      assertThat(tab.text("#tile-late .note")).startsWith("for averages / for alerts; ");
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void theChartOfOneWindowIsOfThatWindow() throws Exception {
    model.put(average(START, MINUTE));
    try (PageServer server = start();
        ChromiumTab tab = open(server, 1440)) {
      List<String> axis = axisTexts(tab);
      // The axis of a minute has seconds; that of years has none.
      assertThat(axis).filteredOn(text -> text.contains(":")).isNotEmpty();
      assertThat(axis).filteredOn(text -> text.contains(":")).allMatch(text -> text.length() == 8);
      assertThat(axis).filteredOn(text -> text.contains("-")).containsOnly("2025-07-01");
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void theAxisOfSeveralDaysHasTheirDates() throws Exception {
    for (int hour = 0; hour < 72; hour++) {
      model.put(average(START + hour * HOUR, HOUR));
    }
    try (PageServer server = start();
        ChromiumTab tab = open(server, 1440)) {
      Set<String> dates = new TreeSet<>(axisTexts(tab));
      dates.removeIf(text -> !text.matches("2025-07-0\\d"));
      assertThat(dates).contains("2025-07-02", "2025-07-03", "2025-07-04");
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void namesAndTimesAreNotBrokenInsideOfWords() throws Exception {
    alert("high_temperature", Severity.WARNING, INACTIVE, null, START);
    model.put(average(START, MINUTE));
    String message = "{\"sensor_id\":\"sensor_1\",\"temperature\":\"a\"} ".repeat(4);
    model.add(new RejectedMessage(START, "NOT_A_NUMBER", "is text", "readings-0:17", message));
    try (PageServer server = start();
        ChromiumTab tab = open(server, 1440)) {
      openSeries(tab);
      for (int width : List.of(1100, 1001, 700, 390)) {
        tab.resize(width, 844);
        tab.await("innerWidth === " + width, BOUND);
        assertThat(tab.evaluate("document.querySelectorAll('td .whole, td.whole').length").asInt())
            .isGreaterThanOrEqualTo(6);
        assertThat(tab.evaluate(BROKEN_WORDS)).as("width " + width).isEmpty();
        assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(width);
      }
      assertThat(tab.errors()).isEmpty();
    }
  }

  private static void openSeries(ChromiumTab tab) throws Exception {
    tab.evaluate("document.querySelector('.card').click(), 1");
    tab.await("document.querySelector('#detail[open] .u-over') !== null", BOUND);
  }

  /** Opens the series, and returns the times at the axis of its chart. */
  private static List<String> axisTexts(ChromiumTab tab) throws Exception {
    tab.evaluate(RECORD_TEXTS);
    openSeries(tab);
    tab.await("window.texts.some((text) => /^[0-9]{2}:|^[0-9]{4}-/.test(text))", BOUND);
    return StreamSupport.stream(tab.evaluate("window.texts").spliterator(), false)
        .map(text -> text.asText())
        .filter(text -> text.matches("\\d\\d:.*|\\d{4}.*"))
        .toList();
  }

  private void alert(Severity severity, AlertState previous, Severity left, long at) {
    alert("hot", severity, previous, left, at);
  }

  private void alert(String rule, Severity severity, AlertState previous, Severity left, long at) {
    since = Math.min(at, since);
    model.put(
        Transitions.byReading(rule, SERIES, severity, FIRING, previous, left, at, 31, 30, since));
  }

  private static Average average(long start, long length) {
    return new Average(SERIES, start, start + length, 4, 80, 20, 19, 21, 0.5, 0);
  }

  private static String status(List<String> unmatched) {
    Instant now = Instant.ofEpochMilli(START + 5 * MINUTE);
    StreamProgress progress =
        new StreamProgress(
            "g",
            new StreamSettings(
                "1min", null, null, ParseOptions.defaults(), "1min", null, "r", null),
            new OffsetRange("readings", Map.of(), Map.of()),
            START,
            START,
            Accounting.NONE,
            "job",
            List.of(),
            unmatched,
            List.of(),
            50,
            null);
    return new StreamStatus(progress, now, 0, now).json();
  }

  private PageServer start() {
    return PageServer.start(
        "--bind", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, model);
  }

  private static ChromiumTab open(PageServer server, int width) throws Exception {
    ChromiumTab tab = browser.open("http://127.0.0.1:" + server.port() + "/", width, 900, false);
    tab.await("!!document.querySelector('.card .value')?.textContent", BOUND);
    return tab;
  }
}
