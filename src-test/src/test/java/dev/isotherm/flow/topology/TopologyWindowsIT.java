package dev.isotherm.flow.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What remains of what a stream said is what a batch says without the ledger, also where windows
 * overlap, or are not known before their readings.
 */
class TopologyWindowsIT {

  private static final long NOON = 1_751_371_200_000L;
  private static final int DISORDER_MILLIS = 60_000;
  private static final long SLIDE_MILLIS = 5_000;
  private static final int WINDOWS_PER_READING = 3;

  private static final Windowing SLIDING =
      Windowing.sliding(
          Duration.ofMillis(WINDOWS_PER_READING * SLIDE_MILLIS), Duration.ofMillis(SLIDE_MILLIS));
  private static final Windowing SESSIONS = Windowing.sessions(Duration.ofSeconds(8));

  @RegisterExtension static final FlowCluster CLUSTER = new FlowCluster();

  /**
   * A reading is missing in some of its windows and not in others. So every third window, which
   * makes a row without overlap, is compared with a batch without what these windows missed.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void slidingWindows(int parallelism) throws Exception {
    List<Reading> readings = readings();
    TopologyRun stream = run(RuntimeExecutionMode.STREAMING, parallelism, readings, SLIDING);
    assertThat(stream.updates()).noneMatch(AverageUpdate::isWithdrawal);
    assertThat(stream.averages()).anyMatch(average -> average.revision() > 1);
    Map<Reading, Integer> missing = new HashMap<>();
    lateForAverages(stream).forEach(late -> missing.merge(late.reading(), 1, Integer::sum));
    assertThat(missing).containsValue(1).containsValue(WINDOWS_PER_READING);
    for (int row = 0; row < WINDOWS_PER_READING; row++) {
      int of = row;
      List<Reading> rest =
          without(readings, stream, late -> rowOf(late.window().startMillis()) == of);
      TopologyRun batch = run(RuntimeExecutionMode.BATCH, parallelism, rest, SLIDING);
      assertThat(batch.ledger()).isEmpty();
      assertThat(row(stream, row)).isEqualTo(row(batch, row)).hasSizeGreaterThan(100);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void sessions(int parallelism) throws Exception {
    List<Reading> readings = readings();
    TopologyRun stream = run(RuntimeExecutionMode.STREAMING, parallelism, readings, SESSIONS);
    assertThat(stream.updates()).anyMatch(AverageUpdate::isWithdrawal);
    assertThat(stream.averages()).anyMatch(average -> average.revision() > 1);
    assertThat(lateForAverages(stream)).isNotEmpty();
    TopologyRun batch =
        run(
            RuntimeExecutionMode.BATCH,
            parallelism,
            without(readings, stream, late -> true),
            SESSIONS);
    assertThat(batch.ledger()).isEmpty();
    assertThat(batch.updates()).noneMatch(AverageUpdate::isWithdrawal);
    assertThat(batch.averages()).allMatch(average -> average.revision() == 0);
    assertThat(stream.latest()).isEqualTo(batch.latest()).hasSizeGreaterThan(100);
    TopologyRun withAll = run(RuntimeExecutionMode.BATCH, parallelism, readings, SESSIONS);
    assertThat(withAll.latest()).as("the ledger makes a difference").isNotEqualTo(batch.latest());
  }

  private static TopologyRun run(
      RuntimeExecutionMode mode, int parallelism, List<Reading> readings, Windowing windowing)
      throws Exception {
    Duration outOfOrderness = Duration.ofSeconds(2);
    Duration allowedLateness = Duration.ofSeconds(15);
    return TopologyRun.of(
        readings,
        new TopologyRun.Setup(
            CLUSTER, mode, parallelism, windowing, outOfOrderness, allowedLateness));
  }

  private static int rowOf(long startMillis) {
    return (int) Math.floorMod(startMillis / SLIDE_MILLIS, (long) WINDOWS_PER_READING);
  }

  private static Map<String, Average> row(TopologyRun run, int row) {
    Map<String, Average> latest = run.latest();
    latest.values().removeIf(average -> rowOf(average.windowStartMillis()) != row);
    return latest;
  }

  private static List<LateReading> lateForAverages(TopologyRun run) {
    return run.ledger().stream().filter(late -> late.excludedFrom() == Exclusion.AVERAGES).toList();
  }

  private static List<Reading> without(
      List<Reading> readings, TopologyRun run, Predicate<LateReading> which) {
    List<Reading> rest = new ArrayList<>(readings);
    for (LateReading late : lateForAverages(run)) {
      if (which.test(late)) {
        assertThat(rest.remove(late.reading())).as("%s came in", late).isTrue();
      }
    }
    return rest;
  }

  /** Some series have a reading each 2 s on average, some each 6 s; one in four comes late. */
  private static List<Reading> readings() {
    long seed = Long.getLong("isotherm.seed", new Random().nextLong());
    System.out.println("FlowWindowsIT: -Disotherm.seed=" + seed);
    Random random = new Random(seed);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      Series series =
          new Series("s" + random.nextInt(7), random.nextInt(4) == 0 ? "humidity" : "temperature");
      long late = random.nextInt(4) == 0 ? random.nextInt(DISORDER_MILLIS) : 0;
      readings.add(
          new Reading(
              series, NOON + i * 200L - late, Math.rint(2800 + 300 * random.nextGaussian()) / 100));
    }
    return readings;
  }
}
