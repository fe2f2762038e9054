package dev.isotherm.jobs.verify.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.jobs.verify.compare.ComparisonScope;
import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.OffsetRange;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Windows in the middle of which a stream began. */
@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class FindPartialWindowsHarnessTest {

  private static final Series A = new Series("a", "temperature");
  private static final Windowing TUMBLING = Windowing.tumbling(Duration.ofMillis(10));
  private static final Windowing SLIDING =
      Windowing.sliding(Duration.ofMillis(10), Duration.ofMillis(5));
  private static final Windowing SESSIONS = Windowing.sessions(Duration.ofMillis(10));

  @Test
  void aWindowThatTheStreamSawOnlyInPartIsADifference() throws Exception {
    assertThat(find(TUMBLING, earlier(0, 10, 3), earlier(10, 20, 6_216), said(10, 20, 5_784)))
        .containsExactly(
            "average of a/temperature in [1970-01-01T00:00:00.010Z, 1970-01-01T00:00:00.020Z):"
                + " partial: 5784 of 12000 readings; the stream began in the middle of the window,"
                + " the log holds 6216 readings before its first message");
  }

  @Test
  void otherWindowsAreComplete() throws Exception {
    assertThat(find(TUMBLING, earlier(0, 10, 3), said(10, 20, 5), said(20, 30, 7))).isEmpty();
    assertThat(find(TUMBLING, earlier(0, 10, 3))).isEmpty();
  }

  @Test
  void ofOverlappingWindowsEachIsFound() throws Exception {
    assertThat(
            find(
                SLIDING,
                earlier(0, 10, 2),
                earlier(5, 15, 1),
                said(0, 10, 1),
                said(5, 15, 4),
                said(10, 20, 3)))
        .hasSize(2);
  }

  @Test
  void aSessionThatWouldHaveBegunEarlierIsFound() throws Exception {
    assertThat(find(SESSIONS, earlier(0, 20, 4), said(15, 40, 3), said(60, 70, 1)))
        .singleElement()
        .asString()
        .contains("partial: 3 of 7 readings");
    assertThat(find(SESSIONS, earlier(25, 36, 4), said(15, 40, 3))).hasSize(1);
    assertThat(find(SESSIONS, earlier(0, 14, 4), said(15, 40, 3))).isEmpty();
  }

  /** An earlier run has published it, of which nothing is known. */
  @Test
  void anAverageOfTheEarlierReadingsAloneIsComplete() throws Exception {
    assertThat(find(TUMBLING, earlier(10, 20, 5), said(10, 20, 5))).isEmpty();
  }

  private static WindowResult earlier(long start, long end, long count) {
    return WindowResult.ofLog(average(start, end, count));
  }

  private static WindowResult said(long start, long end, long count) {
    return WindowResult.published(average(start, end, count), 7);
  }

  private static Average average(long start, long end, long count) {
    return new Average(A, start, end, count, (double) count, 1, 1, 1, 0, 0);
  }

  private static List<String> find(Windowing windowing, WindowResult... results) throws Exception {
    ComparisonScope scope =
        new ComparisonScope(
            new OffsetRange("t", Map.of(), Map.of()), true, true, Long.MIN_VALUE, 100, 100);
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<Series, WindowResult, Difference>(
            new KeyedProcessOperator<>(new FindPartialWindows(scope, windowing)),
            WindowResult::series,
            ModelTypes.SERIES)) {
      harness.open();
      for (WindowResult result :
          Arrays.stream(results)
              .sorted(Comparator.comparingLong(one -> PartialWindowsJob.order(one, windowing)))
              .toList()) {
        harness.processElement(result, 0);
      }
      return harness.extractOutputValues().stream().map(Difference::sentence).toList();
    }
  }
}
