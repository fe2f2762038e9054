package dev.isotherm.jobs.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.Chromium;
import dev.isotherm.fixtures.ChromiumTab;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.Transitions;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.jobs.page.model.PageLimits;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.wire.JsonLinesWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The live page in a real browser, from the topics of a real broker. */
class LivePageProcessIT {

  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long START = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();
  private static final String RULE = "high_temperature";

  @TempDir private static Path folder;
  private static Chromium browser;

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
  void showsWhatIsInTheTopicsAndNothingHurtsIt() throws Exception {
    LiveKafka.TestTopics topics = topics();
    Series hot = new Series("boiler", "temperature");
    Series hostile = new Series("<script>alert(1)</script>", "te\u202Emp");
    Series session = new Series("door", "opened");
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int window = 0; window < 30; window++) {
      records.add(average(topics, hot, window, 26.1 + window / 16.0, window == 3 ? 1 : 0));
      records.add(average(topics, hostile, window, -0.000123456, 0));
      records.add(average(topics, session, window, 1, 0));
    }
    records.add(tombstone(topics, session, 29));
    records.add(record(topics.averages(), "{\"no\":\"average\"}"));
    records.add(record(topics.alerts(), "\u0000\u0001 not JSON"));
    records.add(record(topics.alerts(), "{\"x\":\"" + "y".repeat(64 << 10) + "\"}"));
    records.add(
        rejected(topics, "<img src=x onerror=alert(1)>\u202E\u0007" + "z".repeat(64 << 10)));
    records.add(late(topics, hot));
    KAFKA.produce(records);
    // Not committed: must not be shown.
    try (KafkaProducer<byte[], byte[]> open = KAFKA.transactionalProducer(topics.readings())) {
      open.initTransactions();
      open.beginTransaction();
      open.send(average(topics, hot, 40, 99, 0)).get();
      try (LivePage page = start(topics);
          ChromiumTab tab = open(page, 1440, 1000, false)) {
        tab.await(
            "[...document.querySelectorAll('.card .value')].filter(v => v.textContent).length ==="
                + " 3",
            BOUND);
        JsonNode cards =
            tab.evaluate(
                "Object.fromEntries([...document.querySelectorAll('.card')].map(c =>"
                    + " [c.querySelector('.name').textContent,"
                    + " c.querySelector('.value').textContent]))");
        assertThat(cards)
            .isEqualTo(
                JSON.valueToTree(
                    Map.of(
                        "boiler",
                        "27.91",
                        "<script>alert(1)</script>",
                        "-1.23e-4",
                        "door",
                        "1.00")));
        assertThat(tab.text("#problems"))
            .contains("3 records cannot be read")
            .containsAnyOf("is missing", "is not JSON"); // whichever topic is read first
        assertThat(tab.text("#rejected-rows code"))
            .startsWith("<img src=x onerror=alert(1)>\u27E8202E\u27E9\u2407zz")
            .hasSizeLessThan(300);
        assertThat(tab.text("#level-critical b")).isEqualTo("0");

        assertAnAlertIsShownSoon(topics, hot, tab);
        assertOneSeriesIsShown(tab);
        assertThat(tab.errors()).isEmpty();
        assertThat(tab.requests()).allMatch(url -> url.startsWith(url(page)));
      }
      open.abortTransaction();
    }
    KAFKA.delete(topics);
  }

  private static void assertAnAlertIsShownSoon(
      LiveKafka.TestTopics topics, Series series, ChromiumTab tab) throws Exception {
    tab.evaluate(
        "window.shown = new Promise(done => new MutationObserver(() => {if"
            + " (document.querySelector('#level-critical b').textContent === '1')"
            + " done(Date.now());}).observe(document.body, {subtree: true, childList: true,"
            + " characterData: true})), 1");
    long sent = System.currentTimeMillis();
    KAFKA.produce(List.of(transition(topics, series, AlertState.FIRING, START + 280_000)));
    long shown = tab.evaluate("window.shown").asLong();
    assertThat(shown - sent).as("milliseconds until the alert is shown").isLessThan(1_000);
    // The worst alerts come first.
    tab.await(
        "document.querySelector('.card[data-index=\"0\"]').textContent.match(/boiler.*critical/)"
            + " !== null",
        BOUND);
    assertThat(tab.text("#alert-rows tbody tr"))
        .contains("critical", "boiler", "temperature", RULE, "31.50", "limit 30.00");
    assertThat(tab.text("#timeline-rows .rule"))
        .contains(RULE, "fired 1\u00D7, 10 s in all, 1 now");
    assertThat(tab.evaluate("document.title").asText()).isEqualTo("(1) Isotherm");
  }

  private static void assertOneSeriesIsShown(ChromiumTab tab) throws Exception {
    tab.evaluate("document.querySelector('.card[data-index=\"0\"]').focus(), 1");
    tab.press("ArrowRight");
    assertThat(tab.evaluate("document.activeElement.dataset.index").asInt()).isEqualTo(1);
    tab.press("ArrowLeft");
    tab.press("Enter");
    tab.await("document.querySelector('#detail[open] .u-over') !== null", BOUND);
    assertThat(tab.text("#detail-title")).isEqualTo("boiler temperature");
    assertThat(tab.text("#detail .detail-text"))
        .contains("high_temperature: warning above 28.00", "critical above 30.00");
    JsonNode facts =
        tab.evaluate(
            "Object.fromEntries([...document.querySelectorAll('.facts > div')].map(d =>"
                + " [d.firstChild.textContent, d.lastChild.textContent]))");
    assertThat(facts.get("Mean").asText()).isEqualTo("27.91");
    assertThat(facts.get("Maximum").asText()).isEqualTo("28.41");
    assertThat(facts.get("Windows kept").asText()).isEqualTo("30");
    assertThat(facts.get("Of them revised").asText()).isEqualTo("1");
    assertThat(facts.get("Late readings").asText()).isEqualTo("1");
    tab.press("Escape");
    tab.await("document.querySelector('#detail[open]') === null", BOUND);
  }

  @Test
  void theWithdrawnWindowOfASessionIsGone() throws Exception {
    LiveKafka.TestTopics topics = topics();
    Series session = new Series("door", "opened");
    KAFKA.produce(
        List.of(
            average(topics, session, 0, 1.5, 0),
            average(topics, session, 1, 7.5, 0),
            tombstone(topics, session, 1)));
    try (LivePage page = start(topics);
        ChromiumTab tab = open(page, 1440, 1000, false)) {
      tab.await("document.querySelector('.card .value')?.textContent === '1.50'", BOUND);
      KAFKA.produce(List.of(average(topics, session, 2, 8.25, 0)));
      tab.await("document.querySelector('.card .value').textContent === '8.25'", BOUND);
      KAFKA.produce(List.of(tombstone(topics, session, 2)));
      tab.await("document.querySelector('.card .value').textContent === '1.50'", BOUND);
      assertThat(tab.errors()).isEmpty();
    }
    KAFKA.delete(topics);
  }

  private static LivePage start(LiveKafka.TestTopics topics) {
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", KAFKA.bootstrapServers());
    return LivePage.start(
        client,
        new TopicNames(
            topics.readings(),
            topics.averages(),
            topics.alerts(),
            topics.rejected(),
            topics.late(),
            topics.progress(),
            topics.rules(),
            topics.rulesStatus(),
            null),
        new LivePage.Options(
            "--bind",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            null,
            topics.readings(),
            RuleFile.builtIn(),
            Duration.ofHours(1),
            PageLimits.DEFAULT));
  }

  private static ChromiumTab open(LivePage page, int width, int height, boolean dark)
      throws Exception {
    ChromiumTab tab = browser.open(url(page), width, height, dark);
    tab.await("document.getElementById('link')?.dataset.state === 'live'", BOUND);
    return tab;
  }

  private static String url(LivePage page) {
    return "http://127.0.0.1:" + page.port() + "/";
  }

  private static LiveKafka.TestTopics topics() throws Exception {
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    for (String topic :
        List.of(topics.averages(), topics.alerts(), topics.rejected(), topics.late())) {
      KAFKA.create(topic, 1, Map.of());
    }
    return topics;
  }

  private static ProducerRecord<byte[], byte[]> average(
      LiveKafka.TestTopics topics, Series series, int window, double mean, int revision) {
    long start = START + window * 10_000L;
    Average average =
        new Average(
            series,
            start,
            start + 10_000,
            4,
            4 * mean,
            mean,
            mean - 0.5,
            mean + 0.5,
            0.25,
            revision);
    return new ProducerRecord<>(
        topics.averages(), JsonLinesWriter.keyOf(average.window()), JsonLinesWriter.of(average));
  }

  private static ProducerRecord<byte[], byte[]> tombstone(
      LiveKafka.TestTopics topics, Series series, int window) {
    long start = START + window * 10_000L;
    return new ProducerRecord<>(
        topics.averages(),
        JsonLinesWriter.keyOf(new SeriesWindow(series, start, start + 10_000)),
        null);
  }

  private static ProducerRecord<byte[], byte[]> transition(
      LiveKafka.TestTopics topics, Series series, AlertState state, long at) {
    Transition transition =
        Transitions.byReading(
            RULE, series, Severity.CRITICAL, state, AlertState.INACTIVE, null, at, 31.5, 30, at);
    return new ProducerRecord<>(
        topics.alerts(), JsonLinesWriter.keyOf(transition), JsonLinesWriter.of(transition));
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String value) {
    return new ProducerRecord<>(topic, value.getBytes(UTF_8));
  }

  private static ProducerRecord<byte[], byte[]> rejected(
      LiveKafka.TestTopics topics, String value) {
    ProducerRecord<byte[], byte[]> record = record(topics.rejected(), value);
    record.headers().add(ResultRecords.REASON, "NOT_JSON".getBytes(UTF_8));
    record.headers().add(ResultRecords.DETAIL, "begins with <".getBytes(UTF_8));
    record.headers().add(ResultRecords.SOURCE, "readings-0".getBytes(UTF_8));
    record.headers().add(ResultRecords.POSITION, "17".getBytes(UTF_8));
    return record;
  }

  private static ProducerRecord<byte[], byte[]> late(LiveKafka.TestTopics topics, Series series) {
    return record(
        topics.late(),
        "{\"sensor_id\":\""
            + series.sensorId()
            + "\",\"metric\":\""
            + series.metric()
            + "\",\"timestamp\":\"2025-07-01T12:00:01Z\",\"value\":1.0,"
            + "\"excluded_from\":[\"alerts\"]}");
  }
}
