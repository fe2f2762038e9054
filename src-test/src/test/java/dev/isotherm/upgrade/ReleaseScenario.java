package dev.isotherm.upgrade;

import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.Temperatures;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The streams of which a release keeps what they leave behind when they are stopped. */
enum ReleaseScenario {
  WINDOWS("--window=60s --reorder=5s"),
  SESSIONS("--session-gap=20s");

  /** When the published version of the rules applies: after the stop. */
  static final String RULES_CHANGE = "2025-07-01T12:04:00Z";

  private static final int SECONDS_BEFORE = 160;
  private static final int SECONDS = 360;
  private static final int STEP = 4;

  private static final String RULES =
      """
      rules:
        - name: hot
          metric: temperature
          levels: { warning: { above: 25, clearBelow: 24 }, critical: { above: 30 } }
          holdFor: %s
          keepFiringFor: 30s
          summary: "{{sensor_id}} is at {{value}}"
          labels: { team: plant }
        - name: missed
          metric: temperature
          sensors: "c*"
          noDataAfter: 50s
        - name: nervous
          metric: temperature
          levels: { warning: { above: 22 } }
          flapping: { transitions: 3, within: 40s }
        - name: warm
          metric: temperature
          on: averages
          levels: { warning: { above: 21 } }
          holdFor: 1min
      """;

  private final String own;

  ReleaseScenario(String own) {
    this.own = own;
  }

  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<String> options() {
    List<String> options = new ArrayList<>(List.of(own.split(" ", -1)));
    options.addAll(
        List.of(
            "--allowed-lateness=2min",
            "--out-of-orderness=2s",
            "--idle-timeout=10min",
            "-p=2",
            "--rules=RULES"));
    return options;
  }

  String rules() {
    return String.format(Locale.ROOT, RULES, "1min");
  }

  String laterRules() {
    return String.format(Locale.ROOT, RULES, "20s");
  }

  List<ProducerRecord<byte[], byte[]>> before(LiveKafka.TestTopics topics) {
    return messages(topics, 0, SECONDS_BEFORE);
  }

  /** Among them a reading of a window that is closed, but may change. */
  List<ProducerRecord<byte[], byte[]>> later(LiveKafka.TestTopics topics) {
    List<ProducerRecord<byte[], byte[]>> later = new ArrayList<>();
    later.add(Temperatures.message(topics, 0, "a", "12:00:31", 77));
    later.addAll(messages(topics, SECONDS_BEFORE, SECONDS));
    return later;
  }

  /** Four sensors, two of which fall silent at times; each stays in its partition. */
  private static List<ProducerRecord<byte[], byte[]>> messages(
      LiveKafka.TestTopics topics, int from, int to) {
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int second = from; second < to; second += STEP) {
      String time = LocalTime.of(12, 0).plusSeconds(second).toString();
      String at = time.length() == 5 ? time + ":00" : time;
      messages.add(Temperatures.message(topics, 0, "a", at, 20 + second % 120 / 10.0));
      messages.add(Temperatures.message(topics, 1, "b", at, second > 120 ? 31 : 20));
      if (second < 100 || (second > 200 && second < 300)) {
        messages.add(Temperatures.message(topics, 0, "c", at, 20 + second % 8));
      }
      if (second % 60 < 24) {
        messages.add(Temperatures.message(topics, 1, "d", at, 27));
      }
    }
    return messages;
  }
}
