package dev.isotherm.jobs.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Instant START = Instant.parse("2025-07-01T12:34:56.789123Z");
  private static final Pattern MESSAGE =
      Pattern.compile(
          "\\{\"timestamp\": \"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\","
              + " \"sensor_id\": \"(sensor_\\d+)\","
              + " \"temperature\": (\\d+\\.\\d{1,2}), \"humidity\": (\\d+\\.\\d)}");

  private static List<Fleet.Message> messages(Fleet fleet, int count) {
    return LongStream.range(0, count)
        .mapToObj(i -> fleet.message(i, START.plusSeconds(i)))
        .toList();
  }

  @Test
  void writesAsPythonDoes() {
    assertThat(new Fleet(5, 0, 42, 1).message(2, START).text())
        .startsWith("{\"timestamp\": \"2025-07-01T12:34:56.789123\", \"sensor_id\": \"sensor_3\", ")
        .matches(MESSAGE);
  }

  @Test
  void theSameSeedGivesTheSameMessagesInWhateverOrderTheyAreAsked() {
    List<Fleet.Message> forwards = messages(new Fleet(5, 0.2, 42, 1), 500);
    Fleet again = new Fleet(5, 0.2, 42, 1);
    for (int i = 499; i >= 0; i--) {
      assertThat(again.message(i, START.plusSeconds(i))).isEqualTo(forwards.get(i));
    }
    assertThat(messages(new Fleet(5, 0.2, 43, 1), 500)).isNotEqualTo(forwards);
  }

  @Test
  void temperaturesStayInBoundsMoveSlowlyAndCrossTheUsualLimits() {
    Fleet fleet = new Fleet(5, 0, 7, 1);
    double[] last = new double[5];
    int[] crossings = new int[5];
    int total = 5 * 1800; // half an hour, one reading per sensor and second
    for (int i = 0; i < total; i++) {
      Matcher message = MESSAGE.matcher(fleet.message(i, START.plusSeconds(i / 5)).text());
      assertThat(message.matches()).isTrue();
      double temperature = Double.parseDouble(message.group(2));
      assertThat(temperature).isBetween(Fleet.LOWEST, Fleet.HIGHEST);
      assertThat(Double.parseDouble(message.group(3))).isBetween(0.0, 100.0);
      int sensor = i % 5;
      if (i >= 5) {
        assertThat(Math.abs(temperature - last[sensor])).isLessThan(0.6);
        crossings[sensor] += (temperature > 28) != (last[sensor] > 28) ? 1 : 0;
      }
      last[sensor] = temperature;
    }
    assertThat(IntStream.of(crossings).sum()).isBetween(20, total / 20);
    assertThat(crossings).doesNotContain(0);
  }

  @Test
  void theShareOfMalformedMessagesIsWhatWasAskedFor() {
    assertThat(messages(new Fleet(3, 0, 1, 1), 1000)).noneMatch(Fleet.Message::malformed);
    assertThat(messages(new Fleet(3, 1, 1, 1), 1000)).allMatch(Fleet.Message::malformed);
    long some =
        messages(new Fleet(3, 0.1, 1, 1), 10_000).stream().filter(Fleet.Message::malformed).count();
    assertThat(some).isBetween(900L, 1100L);
  }

  @Test
  void malformedMessagesAreBrokenInSeveralWays() {
    List<String> texts =
        messages(new Fleet(3, 1, 1, 1), 1000).stream().map(Fleet.Message::text).toList();
    assertThat(texts).allMatch(text -> !text.isEmpty()).noneMatch(MESSAGE.asMatchPredicate());
    assertThat(texts).anyMatch(text -> !text.endsWith("}"));
    assertThat(texts).anyMatch(text -> text.endsWith("}") && !text.contains("timestamp"));
    assertThat(texts).anyMatch(text -> text.endsWith("}") && !text.contains("sensor_id"));
    assertThat(texts).anyMatch(text -> text.contains("\"temperature\": \"n/a\""));
    assertThat(texts).anyMatch(text -> text.contains("\"temperature\": NaN"));
    assertThat(texts).anyMatch(text -> text.contains("\"07/01/2025 12:3"));
  }

  @Test
  void refusesAFleetThatCannotBe() {
    assertThatThrownBy(() -> new Fleet(0, 0, 1, 1)).hasMessage("sensors 0: must be at least 1");
    assertThatThrownBy(() -> new Fleet(1, Double.NaN, 1, 1))
        .hasMessage("malformed NaN: must be 0 to 1");
  }
}
