package dev.isotherm.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.CommittedTopic;
import dev.isotherm.fixtures.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks published results of {@link NumberedReadings}, with nothing of the program under test.
 *
 * <p>Of all ways to add up <i>N</i> powers of two, only that with each of the first <i>N</i> once
 * gives 2<sup>N</sup> − 1. So a count and a sum tell whether a message is missing or comes twice.
 */
final class NumberedResults {
  private static final int N = NumberedReadings.PER_WINDOW;
  private static final long ALL = (1L << N) - 1;

  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, JsonNode> averages = new HashMap<>();
  private final Map<String, JsonNode> alerts = new HashMap<>();
  private final List<String> repeated = new ArrayList<>();
  private Instant latestEnd = Instant.MIN;
  private int transitions;
  private int takenBack;

  /** Notes an average, in the order of the topic. */
  void average(String json) {
    JsonNode average = read(json);
    String window = key(average, "sensor_id", "metric", "window_start");
    JsonNode before = averages.put(window, average);
    int expected = before == null ? 0 : before.path("revision").asInt() + 1;
    if (average.path("revision").asInt() != expected) {
      repeated.add("revision " + expected + " should follow, not " + json);
    }
    Instant end = Instant.parse(average.path("window_end").asText());
    latestEnd = end.isAfter(latestEnd) ? end : latestEnd;
  }

  /** Notes a transition, in the order of the topic. */
  void transition(String json) {
    JsonNode transition = read(json);
    alerts.put(key(transition, "rule", "sensor_id"), transition);
    transitions++;
    takenBack += transition.path("reason").asText().equals("taken_back") ? 1 : 0;
  }

  /** Reads averages until there is one of a window that ends after an instant. */
  void awaitAfter(Instant instant, CommittedTopic averages, Duration bound) {
    Eventually.holds(
        "an average of a window that ends after " + instant,
        bound,
        () -> {
          averages.pollNew().forEach(this::average);
          return latestEnd.isAfter(instant);
        });
  }

  /** The latest end of the windows whose averages are there. */
  Instant latestEnd() {
    return latestEnd;
  }

  /** How many averages there are, of all metrics, without revisions. */
  int windows() {
    return averages.size();
  }

  /** How many transitions were published, repeated ones among them. */
  int transitions() {
    return transitions;
  }

  /** How many of the transitions take back another one. */
  int takenBack() {
    return takenBack;
  }

  /** Results that were published twice. */
  List<String> repeated() {
    return List.copyOf(repeated);
  }

  /**
   * Messages that are missing in the averages, or are there more than once.
   *
   * @param start first second, since the epoch
   * @param end second after the last one
   */
  List<String> wrongMessages(int sensors, long start, long end) {
    var wrong = new ArrayList<String>();
    for (long second = start; second < end; second++) {
      for (int sensor = 0; sensor < sensors; sensor++) {
        String window = "s" + sensor + " number " + Instant.ofEpochSecond(second);
        JsonNode average = averages.get(window);
        if (average == null) {
          wrong.add(window + ": all " + N + " messages are lost");
        } else {
          check(window, average.path("count").asLong(), average.path("sum").asDouble(), wrong);
        }
      }
    }
    return wrong;
  }

  private static void check(String window, long count, double sum, List<String> wrong) {
    long bits = (long) sum;
    if (count == N && bits == ALL) {
      return;
    }
    String what = window + ": count " + count + ", sum " + Long.toBinaryString(bits);
    wrong.add(what + (isDoubled(count, bits) ? ": doubled" : ": lost"));
  }

  /** If one is doubled and another one is lost, it is called doubled. */
  private static boolean isDoubled(long count, long bits) {
    return count > Long.bitCount(bits);
  }

  /** Alerts whose last transition is not what the last readings say. */
  List<String> wrongAlerts(int sensors) {
    var wrong = new ArrayList<String>();
    for (int sensor = 0; sensor < sensors; sensor++) {
      boolean hot = NumberedReadings.isHotAtLast(sensor);
      String normal = "resolved";
      expect("high s" + sensor, hot ? "firing critical" : normal, wrong);
      expect("held s" + sensor, hot ? "firing warning" : normal, wrong);
      expect(
          "silent s" + sensor, NumberedReadings.isSilentAtLast(sensor) ? "no_data" : normal, wrong);
    }
    return wrong;
  }

  /** An alert that has never fired is as one that is resolved. */
  private void expect(String alert, String expected, List<String> wrong) {
    JsonNode last = alerts.get(alert);
    String state = last == null ? "inactive" : last.path("state").asText();
    String word =
        switch (state) {
          case "firing" -> "firing " + last.path("severity").asText();
          case "inactive" -> "resolved";
          default -> state;
        };
    if (!word.equals(expected)) {
      wrong.add(alert + ": must be " + expected + ", the last transition is " + last);
    }
  }

  private static String key(JsonNode node, String... members) {
    var key = new StringBuilder();
    for (String member : members) {
      key.append(key.isEmpty() ? "" : " ").append(node.path(member).asText());
    }
    return key.toString();
  }

  private JsonNode read(String json) {
    try {
      return mapper.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
