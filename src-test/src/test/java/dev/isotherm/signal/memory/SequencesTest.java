package dev.isotherm.signal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Repository;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.text.Expressions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sequences of docs/signals.md. */
class SequencesTest {

  /** Both are events. */
  private static final String B_AFTER_A =
      "coalesce(secondsSince(b == 1, 10m), 10m) < coalesce(secondsSince(a == 1, 10m), 0)";

  /** What b says lasts until it says something else. */
  private static final String B_WHILE_A_IS_RECENT =
      "b == 1 and coalesce(secondsSince(a == 1, 10m), 0) > 0";

  /** With a {@code holdFor}. */
  private static final String A_WAITS_FOR_B =
      "coalesce(secondsSince(a == 1, 1h), 1h) < coalesce(secondsSince(b == 1, 1h), 1h)";

  private static final Duration STALE_AFTER = Duration.ofHours(1);
  private static final long MINUTE = 60_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a0       | ",
        "b0       | ",
        "a0 b1    | 1-9",
        "b0 a1    | ",
        "b0 a1 b2 | 2-10",
        "a0 b9    | 9",
        "a0 b10   | ",
        "ab0      | ",
        "a0 ab5   | ",
        "a0 a5 b12 | 12-14",
        "a0 b5 a7 | 5-6",
        "a0 b5 a7 b8 | 5-6 8-16",
        "a0 b5 b7 | 5-9",
      })
  void anEventThatFollowsAnother(String messages, String minutes) {
    assertThat(holds(B_AFTER_A, messages)).isEqualTo(minutes(minutes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b0          | ",
        "a0 b1       | 1-9",
        "a0 b9       | 9",
        "a0 b10      | ",
        "a0 ab5      | 6-14",
        "a0 a5 b12   | 12-14",
        "a0 b5 -7    | 5-6",
        "b0 a1       | 2-10",
        "b0 a1 -2    | ",
      })
  void aStateSoonAfterAnEvent(String messages, String minutes) {
    assertThat(holds(B_WHILE_A_IS_RECENT, messages)).isEqualTo(minutes(minutes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b0       | ",
        "a0       | 0-29",
        "a0 b10   | 0-9",
        "b0 a1    | 1-29",
        "ab0      | ",
        "a0 ab5   | 0-4",
        "a0 a5    | 0-29",
        "a0 a5 b9 | 0-8",
        "a0 b5 a7 | 0-4 7-29",
      })
  void anEventThatWaitsForAnother(String messages, String minutes) {
    assertThat(holds(A_WAITS_FOR_B, messages)).isEqualTo(minutes(minutes));
  }

  @Test
  void thePageHasTheseForms() throws IOException {
    assertThat(Repository.text("docs/signals.md"))
        .contains("`" + B_AFTER_A + "`")
        .contains("`" + B_WHILE_A_IS_RECENT + "`")
        .contains("`" + A_WAITS_FOR_B + "`");
  }

  /**
   * Returns the minutes of half an hour in which a condition holds.
   *
   * @param messages such as {@code a0 ab5 -7}: which of the metrics are 1, in which minute; b is 0
   *     in a message with a dash
   */
  private static List<Integer> holds(String condition, String messages) {
    Expression now = Expressions.parse("now");
    SensorProgram program =
        new SensorProgram(STALE_AFTER, List.of(now, Expressions.parse(condition)));
    SensorMemory memory = program.newMemory();
    List<Integer> minutes = new ArrayList<>();
    for (int minute = 0; minute < 30; minute++) {
      for (String message : messages.split(" ", -1)) {
        String metrics = message.replaceAll("[0-9]", "");
        if (message.equals(metrics + minute)) {
          memory.take(message(minute, metrics), name -> Double.NaN);
        }
      }
      if (memory.evaluate(minute * MINUTE, name -> Double.NaN)[1] == 1) {
        minutes.add(minute);
      }
    }
    return minutes;
  }

  private static SensorReadings message(int minute, String metrics) {
    Map<String, Double> values =
        switch (metrics) {
          case "a" -> Map.of("a", 1.0);
          case "b" -> Map.of("b", 1.0);
          case "ab" -> Map.of("a", 1.0, "b", 1.0);
          default -> Map.of("b", 0.0);
        };
    return new SensorReadings(minute * MINUTE, 0, values);
  }

  private static List<Integer> minutes(String ranges) {
    List<Integer> minutes = new ArrayList<>();
    for (String range : ranges == null ? new String[0] : ranges.split(" ", -1)) {
      String[] ends = range.split("-", -1);
      for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
        minutes.add(i);
      }
    }
    return minutes;
  }
}
