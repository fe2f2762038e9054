package dev.isotherm.jobs.notify;

import static dev.isotherm.fixtures.Temperatures.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From readings in Kafka to those whom Alertmanager tells, and to a webhook, outage included. */
final class AlertmanagerIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private static void awaitActive(RealAlertmanager alertmanager, String... expected) {
    Eventually.holds(
        "active are " + List.of(expected),
        BOUND,
        () -> active(alertmanager).equals(Set.of(expected)));
  }

  private static Set<String> active(RealAlertmanager alertmanager) throws IOException {
    Set<String> active = new TreeSet<>();
    for (JsonNode alert : alertmanager.alerts()) {
      active.add(words(alert));
    }
    return active;
  }

  private static String words(JsonNode alert) {
    return alert.at("/labels/sensor_id").asText() + " " + alert.at("/labels/severity").asText();
  }

  /** What people were told, as {@code sensor severity status}. */
  private static Set<String> told(ScriptedServer people) throws IOException {
    Set<String> told = new TreeSet<>();
    for (ScriptedServer.Request request : people.requests()) {
      for (JsonNode alert : new ObjectMapper().readTree(request.body()).get("alerts")) {
        told.add(words(alert) + " " + alert.get("status").asText());
      }
    }
    return told;
  }

  private static void tell(String event, RealAlertmanager alertmanager, ScriptedServer people)
      throws IOException {
    System.out.printf(
        "AlertmanagerIT: %s%n  active in Alertmanager: %s%n  people were told: %s%n",
        event, active(alertmanager), told(people));
  }

  @Test
  void alertsReachPeopleAndAnOutageOnlyDelaysThem() throws Exception {
    Optional<Path> program = RealAlertmanager.program();
    assumeTrue(program.isPresent(), "Alertmanager is not installed: prometheus-alertmanager");
    LiveKafka.TestTopics topics = KAFKA.freshTopics(1);
    try (ScriptedServer people = new ScriptedServer();
        ScriptedServer hook = new ScriptedServer();
        RealAlertmanager alertmanager =
            RealAlertmanager.start(program.get(), folder, people.address("/"));
        StreamRun run =
            StreamRun.start(
                FLINK,
                KAFKA,
                topics,
                "--alertmanager=" + alertmanager.address(),
                "--webhook=" + hook.address("/hook"))) {
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:01", 29), message(topics, 0, "b", "12:00:01", 29)));
      awaitActive(alertmanager, "a warning", "b warning");
      tell("a and b are at 29", alertmanager, people);
      assertThat(alertmanager.alerts())
          .allSatisfy(
              alert -> {
                assertThat(alert.at("/labels/alertname").asText()).isEqualTo("high_temperature");
                assertThat(alert.at("/labels/metric").asText()).isEqualTo("temperature");
                assertThat(alert.at("/annotations/value").asText()).isEqualTo("29.0");
                assertThat(alert.at("/annotations/threshold").asText()).isEqualTo("28.0");
                assertThat(alert.get("startsAt").asText()).startsWith("2025-07-01T12:00:01");
              });

      KAFKA.produce(List.of(message(topics, 0, "a", "12:00:02", 31)));
      awaitActive(alertmanager, "a critical", "b warning");
      Eventually.holds(
          "people know",
          BOUND,
          () ->
              told(people)
                  .containsAll(
                      List.of("a warning resolved", "a critical firing", "b warning firing")));
      tell("a is at 31", alertmanager, people);

      alertmanager.stop();
      KAFKA.produce(
          List.of(
              message(topics, 0, "a", "12:00:03", 20), message(topics, 0, "c", "12:00:03", 35)));
      Eventually.holds("all are in the topic", BOUND, () -> hook.requests().size() == 5);
      assertThat(run.job().getJobStatus().get()).hasToString("RUNNING");
      alertmanager.start();
      awaitActive(alertmanager, "b warning", "c critical");
      Eventually.holds(
          "people know",
          BOUND,
          () -> told(people).containsAll(List.of("a critical resolved", "c critical firing")));
      tell("amid an outage, a was at 20 and c at 35", alertmanager, people);
      assertThat(told(people)).doesNotContain("b warning resolved", "c critical resolved");
      run.stop();
      assertThat(hook.requests())
          .extracting(ScriptedServer.Request::body)
          .containsExactlyInAnyOrderElementsOf(
              KAFKA.readAll(topics.alerts()).stream().map(Temperatures::value).toList());
    }
  }
}
