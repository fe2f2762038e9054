package dev.isotherm.jobs.page.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.fixtures.Chromium;
import dev.isotherm.fixtures.ChromiumTab;
import dev.isotherm.jobs.page.model.PageModel;
import dev.isotherm.model.Severities;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.yaml.RuleFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the page looks and behaves in a real browser, with many series. */
class PageInBrowserProcessIT {

  private static final Duration BOUND = Duration.ofSeconds(20);

  /** The least contrast of each colour of text to its background, by WCAG 2, as they are shown. */
  private static final String LOW_CONTRASTS =
      """
      (() => {
        const parse = (text) => text.match(/[\\d.]+/g).map(Number);
        const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
            .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const back = (element) => {
          for (let e = element; e; e = e.parentElement) {
            const color = parse(getComputedStyle(e).backgroundColor);
            if (color.length < 4 || color[3] > 0) return color;
          }
          return [255, 255, 255];
        };
        const low = [];
        let seen = 0;
        for (const e of document.querySelectorAll('body *')) {
          const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
          const style = getComputedStyle(e);
          if (!own || e.getClientRects().length === 0 || style.visibility === 'hidden') continue;
          seen++;
          const [a, b] = [light(parse(style.color)), light(back(e))];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < 4.5) low.push(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2));
        }
        return seen < 60 ? ['only ' + seen + ' texts'] : low;
      })()\
      """;

  @TempDir private static Path folder;
  private static Chromium browser;

  private final ManySeries sample = new ManySeries();
  private final PageModel model = sample.model();

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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void textsHaveContrastAndAPhoneNeedsNoSidewaysScrolling(boolean dark) throws Exception {
    sample.fill(60);
    model.setStatus(null, "The broker does not answer.");
    try (PageServer server = start();
        ChromiumTab tab = open(server, 1440, 900, dark)) {
      assertThat(tab.evaluate(LOW_CONTRASTS)).isEmpty();
      tab.evaluate("document.querySelector('.card').click(), 1");
      tab.await("document.querySelector('#detail[open] .u-over') !== null", BOUND);
      assertThat(tab.evaluate(LOW_CONTRASTS)).isEmpty();
      tab.resize(390, 844);
      tab.await("innerWidth === 390", BOUND);
      assertThat(tab.evaluate("document.querySelector('#detail').scrollWidth").asInt())
          .isLessThanOrEqualTo(390);
      tab.press("Escape");
      tab.evaluate("document.getElementById('grid').scrollIntoView(), 1");
      tab.await("document.querySelector('.card')?.getBoundingClientRect().right <= 390", BOUND);
      assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(390);
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void searchAndFilterChooseAmongAThousandSeries() throws Exception {
    sample.fill(12);
    try (PageServer server = start();
        ChromiumTab tab = open(server, 1440, 900, false)) {
      assertThat(tab.text("#series-note")).isEqualTo("1\u202F000 series");
      assertThat(tab.evaluate("document.querySelectorAll('.card').length").asInt()).isLessThan(100);
      // The worst alerts come first.
      assertThat(tab.text(".card[data-index=\"0\"] .badge")).isEqualTo("critical");
      tab.evaluate("document.getElementById('search').focus(), 1");
      tab.type("sensor-77 t");
      tab.await(
          "document.getElementById('series-note').textContent === '11 of 1\u202F000 series'",
          BOUND);
      assertThat(tab.text(".card[data-index=\"0\"] .name")).isEqualTo("site/sensor-77");
      tab.type("no such sensor");
      tab.await("!document.getElementById('grid-empty').hidden", BOUND);
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void severitiesOfTheRulesHaveTheirPlaceAndColour() throws Exception {
    sample.fill(12);
    model.setRules(
        List.of(
            new RuleSetVersion(
                RuleSetVersion.FROM_THE_START,
                RuleFile.parse(
                    "rules.yaml",
                    "severities: [low, high, disaster]\n"
                        + "rules: [{ name: own, metric: m, levels: { low: { above: 1 } } }]"))));
    for (String severity : List.of("low", "disaster", "high")) {
      sample.alert(severity, Severities.of(List.of("low", "high", "disaster")));
    }
    try (PageServer server = start();
        ChromiumTab tab = open(server, 1440, 900, false)) {
      assertThat(
              tab.evaluate(
                      "[...document.querySelectorAll('#levels .level')].map((e) => e.id + ' ' +"
                          + " e.dataset.level).join()")
                  .asText())
          .startsWith("level-disaster critical,level-high warning,level-low other,")
          .endsWith("level-pending other,level-no_data other,level-flapping other");
      assertThat(tab.text("#level-disaster .title")).isEqualTo("Disaster");
      assertThat(tab.text("#level-disaster b")).isEqualTo("1");
      assertThat(tab.text("#legend-critical")).isEqualTo("disaster");
      assertThat(tab.text("#legend-other")).isEqualTo("low, pending, no data or flapping");
      assertThat(tab.text("#alert-rows tbody .badge")).isIn("disaster", "critical");
      tab.await(
          "[...document.querySelectorAll('#alert-rows .badge')].some((e) => e.textContent === 'high'"
              + " && e.dataset.level === 'warning')",
          BOUND);
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void aThousandSeriesWithTenUpdatesASecondStayResponsive() throws Exception {
    sample.fill(90);
    try (PageServer server = start();
        ChromiumTab tab = open(server, 1440, 900, false)) {
      double paint =
          tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
              .asDouble();
      long loaded =
          tab.evaluate(
                  "performance.getEntriesByType('resource').concat(performance.getEntriesByType("
                      + "'navigation')).reduce((sum, e) => sum + e.transferSize, 0)")
              .asLong();
      double busyBefore = busySeconds(tab);
      Thread updates = new Thread(this::update);
      updates.start();
      JsonNode frames =
          tab.evaluate(
              """
              new Promise((done) => {
                const times = [];
                const step = (now) => {
                  times.push(now);
                  scrollTo(0, (now - times[0]) * 2);
                  if (now - times[0] < 4000) requestAnimationFrame(step); else done(times);
                };
                requestAnimationFrame(step);
              })\
              """);
      updates.interrupt();
      updates.join();
      double busy = (busySeconds(tab) - busyBefore) / 4;
      double perSecond = (frames.size() - 1) / 4.0;
      System.out.printf(
          "PageInBrowserProcessIT: first paint %.0f ms, %d bytes loaded, %.1f frames/s, busy %.0f"
              + " %%%n",
          paint, loaded, perSecond, 100 * busy);
      assertThat(loaded).as("bytes loaded").isLessThan(200_000);
      // In time of the processor, because the machine of a test may be busy with other things.
      assertThat(busy).as("busy share of the main thread").isLessThan(0.6);
      tab.await(
          "document.querySelectorAll('.card .value')[0].textContent !== '' &&"
              + " document.getElementById('link').dataset.state === 'live'",
          BOUND);
      assertThat(server.listeners()).as("was not dropped").isEqualTo(1);
      assertThat(tab.errors()).isEmpty();
    }
  }

  /** How long the main thread of the page has worked, in seconds of processor time. */
  private static double busySeconds(ChromiumTab tab) throws Exception {
    return tab.metric("TaskDuration");
  }

  /** Ten windows of each series a second. */
  private void update() {
    long begun = System.nanoTime();
    for (int window = 90; !Thread.currentThread().isInterrupted(); window++) {
      sample.put(window);
      LockSupport.parkUntil(
          System.currentTimeMillis()
              + Math.max(1, (window - 89) * 100L - (System.nanoTime() - begun) / 1_000_000));
    }
  }

  private PageServer start() {
    return PageServer.start(
        "--bind", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, model);
  }

  private static ChromiumTab open(PageServer server, int width, int height, boolean dark)
      throws Exception {
    ChromiumTab tab = browser.open("http://127.0.0.1:" + server.port() + "/", width, height, dark);
    tab.await(
        "performance.getEntriesByType('resource').some((e) => e.name.includes('/charts?') &&"
            + " e.responseEnd > 0) && !!document.querySelector('.card .value')?.textContent",
        BOUND);
    return tab;
  }
}
