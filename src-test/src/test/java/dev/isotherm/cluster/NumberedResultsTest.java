package dev.isotherm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker of the runs in which processes are killed catches each fault. */
final class NumberedResultsTest {
  private static final int SENSORS = 3;
  private static final long START = 1_750_000_000;
  private static final long END = START + 2;
  private static final int N = NumberedReadings.PER_WINDOW;
  private static final long ALL = (1L << N) - 1;

  private final NumberedResults results = new NumberedResults();

  @BeforeEach
  void publishAllButTheLastWindowOfS0() {
    LongStream.range(START, END)
        .forEach(
            second -> {
              for (int sensor = 0; sensor < SENSORS; sensor++) {
                if (sensor > 0 || second < END - 1) {
                  average("s" + sensor, second, N, ALL, 0);
                }
              }
            });
  }

  @Test
  void findsNothingIfEachMessageIsCountedOnce() {
    average("s0", END - 1, N, ALL, 0);
    assertThat(wrong()).isEmpty();
    assertThat(results.repeated()).isEmpty();
    assertThat(results.latestEnd().getEpochSecond()).isEqualTo(END);
  }

  @Test
  void findsAWindowThatIsLost() {
    assertThat(wrong()).singleElement().asString().contains("s0 number ", "all 50 messages are");
  }

  @Test
  void findsAMessageThatIsLost() {
    average("s0", END - 1, N - 1, ALL - (1L << 17), 0);
    assertThat(wrong()).singleElement().asString().endsWith("lost");
  }

  @Test
  void findsAMessageThatIsDoubled() {
    average("s0", END - 1, N + 1, ALL + (1L << 17), 0);
    assertThat(wrong()).singleElement().asString().endsWith("doubled");
  }

  /** The count alone is right. */
  @Test
  void findsAMessageInPlaceOfAnother() {
    average("s0", END - 1, N, ALL - (1L << 17) + (1L << 16), 0);
    assertThat(wrong()).singleElement().asString().endsWith("doubled");
  }

  /** The sum alone is right. */
  @Test
  void findsAMessageInPlaceOfAllBeforeIt() {
    average("s0", END - 1, N + 1, ALL, 0);
    assertThat(wrong()).singleElement().asString().endsWith("doubled");
  }

  @Test
  void findsAResultThatComesTwiceOrAnew() {
    average("s0", END - 1, N - 1, ALL - 1, 0);
    average("s0", END - 1, N, ALL, 1);
    assertThat(wrong()).isEmpty();
    assertThat(results.repeated()).isEmpty();
    average("s0", END - 1, N, ALL, 1);
    average("s1", START, N, ALL, 0);
    assertThat(results.repeated()).hasSize(2);
  }

  @Test
  void findsAnAlertThatIsFalseOrMissing() {
    transition("high", "s0", "firing", "critical");
    transition("held", "s0", "firing", "warning");
    transition("silent", "s0", "no_data", "warning");
    transition("high", "s1", "firing", "critical");
    transition("silent", "s1", "no_data", "warning");
    assertThat(wrongAlerts(2))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("high s1: must be resolved");
    transition("high", "s1", "resolved", "critical");
    assertThat(wrongAlerts(2)).isEmpty();
    transition("held", "s1", "pending", "warning");
    transition("high", "s0", "firing", "warning");
    transition("silent", "s0", "resolved", "warning");
    assertThat(wrongAlerts(2)).hasSize(3);
  }

  private List<String> wrong() {
    return results.wrongMessages(SENSORS, START, END);
  }

  private List<String> wrongAlerts(int sensors) {
    return results.wrongAlerts(sensors);
  }

  private void average(String sensor, long second, int count, long sum, int revision) {
    results.average(
        """
        {"sensor_id":"%s","metric":"number","window_start":"%s","window_end":"%s","count":%d,\
        "sum":%s,"revision":%d}\
        """
            .formatted(
                sensor,
                Instant.ofEpochSecond(second),
                Instant.ofEpochSecond(second + 1),
                count,
                (double) sum,
                revision));
  }

  private void transition(String rule, String sensor, String state, String severity) {
    results.transition(
        """
        {"rule":"%s","sensor_id":"%s","state":"%s","severity":"%s","reason":"reading"}\
        """
            .formatted(rule, sensor, state, severity));
  }
}
