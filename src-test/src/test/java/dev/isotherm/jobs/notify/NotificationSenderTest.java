package dev.isotherm.jobs.notify;

import static dev.isotherm.jobs.notify.ScriptedServer.garbage;
import static dev.isotherm.jobs.notify.ScriptedServer.hang;
import static dev.isotherm.jobs.notify.ScriptedServer.hangUp;
import static dev.isotherm.jobs.notify.ScriptedServer.status;
import static dev.isotherm.jobs.notify.TestTransitions.fires;
import static dev.isotherm.jobs.notify.TestTransitions.resolves;
import static dev.isotherm.jobs.notify.TestTransitions.transition;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deliveries over HTTP to a server that does what it likes, step by step, by a clock of ours. */
class NotificationSenderTest {

  private final TestClock clock = new TestClock();
  private ScriptedServer server;
  private HttpSender sender;

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void close() throws IOException {
    if (sender != null) {
      sender.close();
    }
    server.close();
  }

  private <T> NotificationSender<T> deliver(Outbox<T> outbox) {
    return deliver(outbox, Duration.ofMillis(300));
  }

  private <T> NotificationSender<T> deliver(Outbox<T> outbox, Duration timeout) {
    return deliver(outbox, timeout, server.receiver());
  }

  private <T> NotificationSender<T> deliver(Outbox<T> outbox, Duration timeout, Receiver receiver) {
    sender = new HttpSender(receiver, outbox::isRefusal, timeout, clock);
    return new NotificationSender<>("r", outbox, sender, clock, new Backoff(new Random(1)));
  }

  /** Sends until there is a reason to wait; how long. */
  private static long run(NotificationSender<?> delivery) throws InterruptedException {
    while (true) {
      long idle = delivery.step();
      if (idle > 0) {
        return idle;
      }
    }
  }

  enum Fault {
    ERROR,
    REDIRECT,
    HANGS,
    GARBAGE,
    HANGS_UP,
    DRIPS,
    FLOODS
  }

  private ScriptedServer.Behaviour behaviour(Fault fault) {
    return switch (fault) {
      case ERROR -> status(500, "oh\r\nno");
      case REDIRECT -> status(302, "", "Location: http://127.0.0.1:1/");
      case HANGS -> hang();
      case GARBAGE -> garbage();
      case HANGS_UP -> hangUp();
      case DRIPS -> server.drip();
      case FLOODS -> server.flood();
    };
  }

  @ParameterizedTest
  @EnumSource
  void whateverTheReceiverDoesOnlyDelays(Fault fault) throws Exception {
    server.then(behaviour(fault), behaviour(fault));
    WebhookOutbox outbox = new WebhookOutbox();
    NotificationSender<Transition> delivery = deliver(outbox);
    delivery.accept(fires("a", 1));
    assertThat(run(delivery)).isBetween(500L, 1_000L);
    assertThat(server.requests()).hasSize(1);
    clock.pass(Duration.ofMillis(1_001));
    assertThat(run(delivery)).isBetween(1_000L, 2_000L);
    clock.pass(Duration.ofMillis(2_001));
    run(delivery);
    assertThat(server.requests()).hasSize(3).allMatch(one -> one.equals(server.requests().get(0)));
    assertThat(delivery.sent()).isEqualTo(1);
    assertThat(delivery.failed()).isEqualTo(2);
    assertThat(delivery.waiting()).isZero();
    assertThat(server.written()).as("bytes of a flood").isLessThan(64 << 20);
  }

  @Test
  void aReceiverThatIsNotThereOnlyDelays() throws Exception {
    // A port that is taken, so that no other test gets it, and at which nobody listens.
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI address = URI.create("http://127.0.0.1:" + taken.getLocalPort() + "/");
      NotificationSender<LiveAlert> delivery =
          deliver(new AlertmanagerOutbox(), Duration.ofSeconds(10), new Receiver(address, null));
      delivery.accept(fires("a", 1));
      assertThat(run(delivery)).isBetween(500L, 1_000L);
      assertThat(delivery.failed()).isEqualTo(1);
      assertThat(delivery.size()).isEqualTo(1);
    }
  }

  @Test
  void comesAgainWhenItIsAskedToButNotLaterThanInTwoMinutes() throws Exception {
    server.then(
        status(429, "", "Retry-After: 7"),
        status(503, "", "Retry-After: Sun, 01 Mar 2026 10:00:30 GMT"),
        status(429, "", "Retry-After: 99999"),
        status(429, "", "Retry-After: soon"));
    NotificationSender<Transition> delivery = deliver(new WebhookOutbox());
    delivery.accept(fires("a", 1));
    assertThat(run(delivery)).isEqualTo(7_000);
    clock.pass(Duration.ofSeconds(7));
    assertThat(run(delivery)).isEqualTo(23_000);
    clock.pass(Duration.ofSeconds(23));
    assertThat(run(delivery)).isEqualTo(120_000);
    clock.pass(Duration.ofMinutes(2));
    assertThat(run(delivery)).isBetween(4_000L, 8_000L);
    clock.pass(Duration.ofSeconds(8));
    run(delivery);
    assertThat(delivery.sent()).isEqualTo(1);
  }

  @Test
  void anAnswerOf404IsTheWebhooksLastWord() throws Exception {
    server.then(status(404));
    NotificationSender<Transition> delivery = deliver(new WebhookOutbox());
    delivery.accept(fires("a", 1));
    delivery.accept(resolves("a", 2));
    run(delivery);
    assertThat(delivery.refused()).isEqualTo(1);
    assertThat(delivery.sent()).isEqualTo(1);
    assertThat(server.requests().get(1).body()).contains("\"state\":\"resolved\"");
  }

  @Test
  void anAnswerOf404MayBeMendedAtAlertmanager() throws Exception {
    server.then(status(404));
    NotificationSender<LiveAlert> delivery = deliver(new AlertmanagerOutbox());
    delivery.accept(fires("a", 1));
    assertThat(run(delivery)).isBetween(500L, 1_000L);
    clock.pass(Duration.ofSeconds(1));
    run(delivery);
    assertThat(delivery.sent()).isEqualTo(1);
    assertThat(delivery.refused()).isZero();
  }

  @Test
  void oneAlertThatIsRefusedKeepsNoOtherBack() throws Exception {
    server.otherwise(request -> status(request.body().contains("\"s77\"") ? 400 : 200));
    NotificationSender<LiveAlert> delivery = deliver(new AlertmanagerOutbox());
    for (int i = 0; i < 1_000; i++) {
      delivery.accept(fires("s" + i, clock.millis()));
    }
    run(delivery);
    assertThat(delivery.sent()).isEqualTo(999);
    assertThat(delivery.refused()).isEqualTo(1);
    assertThat(delivery.waiting()).isZero();
    assertThat(server.requests()).hasSizeLessThan(40);
  }

  /** Then it is not the alerts that are wrong. */
  @Test
  void aReceiverThatRefusesAllIsNotAskedWithoutEnd() throws Exception {
    server.otherwise(request -> status(400, "this is HTTPS"));
    NotificationSender<LiveAlert> delivery = deliver(new AlertmanagerOutbox());
    for (int i = 0; i < 1_000; i++) {
      delivery.accept(fires("s" + i, clock.millis()));
    }
    assertThat(run(delivery)).isBetween(500L, 1_000L);
    assertThat(server.requests()).hasSizeLessThan(20);
    server.otherwise(request -> status(200));
    clock.pass(Duration.ofMinutes(11));
    run(delivery);
    assertThat(delivery.sent()).isEqualTo(1_000);
  }

  @Test
  void afterAnOutageAllStatesAreRight() throws Exception {
    Map<String, String> expected = outage(-1);
    assertThat(expected).isNotEmpty();
    assertThat(firingAtServer()).isEqualTo(expected);
  }

  /** Else the test above would prove nothing. */
  @Test
  void oneTransitionThatGetsLostIsSeen() throws Exception {
    assertThat(outage(1_999)).isNotEqualTo(firingAtServer());
  }

  /**
   * Lets many alerts change while the server is away, and sends what there is to it when it is
   * back.
   *
   * @param lost number of a transition that the delivery does not get
   * @return what fires in the end, by sensor
   */
  private Map<String, String> outage(int lost) throws Exception {
    server.otherwise(request -> status(500));
    AlertmanagerOutbox outbox = new AlertmanagerOutbox();
    NotificationSender<LiveAlert> delivery = deliver(outbox, Duration.ofSeconds(10));
    Map<String, String> expected = new TreeMap<>();
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String sensor = "s" + random.nextInt(20);
      boolean over = random.nextInt(3) == 0;
      Severity severity = random.nextBoolean() ? Severity.WARNING : Severity.CRITICAL;
      AlertState state = over ? AlertState.RESOLVED : AlertState.FIRING;
      if (i != lost) {
        delivery.accept(transition(sensor, state, severity, clock.millis()));
      }
      expected.remove(sensor);
      if (!over) {
        expected.put(sensor, severity.name().toLowerCase(Locale.ROOT));
      }
      clock.pass(Duration.ofMillis(500));
      delivery.step();
      assertThat(outbox.size()).isLessThanOrEqualTo(40);
    }
    assertThat(delivery.sent()).isZero();
    server.requests().clear();
    server.otherwise(request -> status(200));
    clock.pass(Duration.ofMinutes(1));
    run(delivery);
    return expected;
  }

  /** What an Alertmanager would take for firing, by sensor. */
  private Map<String, String> firingAtServer() throws IOException {
    Map<String, String> firing = new TreeMap<>();
    for (ScriptedServer.Request request : server.requests()) {
      for (JsonNode alert : new ObjectMapper().readTree(request.body())) {
        String sensor = alert.at("/labels/sensor_id").asText();
        String severity = alert.at("/labels/severity").asText();
        if (Instant.parse(alert.get("endsAt").asText()).isAfter(clock.instant())) {
          firing.put(sensor, severity);
        } else {
          firing.remove(sensor, severity);
        }
      }
    }
    return firing;
  }

  @Test
  void saysWhoItIsOnlyToTheReceiver() throws Exception {
    Receiver receiver = new Receiver(server.address("/am/api?token=hush"), "Bearer hush");
    sender = new HttpSender(receiver, status -> false, Duration.ofSeconds(5), clock);
    assertThat(sender.post(new Outbox.Post("{}", Map.of("Idempotency-Key", "k"))).outcome())
        .isEqualTo(SendResult.Outcome.OK);
    assertThat(server.requests().get(0).head()).startsWith("POST /am/api?token=hush HTTP/1.1");
    assertThat(server.requests().get(0))
        .matches(request -> request.hasHeader("Authorization", "Bearer hush"))
        .matches(request -> request.hasHeader("Content-Type", "application/json"))
        .matches(request -> request.hasHeader("Idempotency-Key", "k"));
    assertThat(receiver.toString()).matches("127\\.0\\.0\\.1:\\d+");
  }

  @Test
  void pausesGrowToAMinute() {
    Backoff backoff = new Backoff(new Random(3));
    for (int failures = 1; failures < 100; failures++) {
      long full = failures < 7 ? 1_000L << (failures - 1) : 60_000;
      assertThat(backoff.millis(failures, 0)).isBetween(full / 2, full);
    }
  }
}
