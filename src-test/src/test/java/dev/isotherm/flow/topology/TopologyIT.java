package dev.isotherm.flow.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Transition;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream says of readings is what a batch says of them, whatever the parallelism. */
class TopologyIT {

  private static final long SEED = 20250701;
  private static final long NOON = 1_751_371_200_000L;

  @RegisterExtension static final FlowCluster CLUSTER = new FlowCluster();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whatIsInOrderIsTheSameInBothModes(int parallelism) throws Exception {
    List<Reading> readings = readings(0);
    TopologyRun batch = run(RuntimeExecutionMode.BATCH, 1, readings);
    TopologyRun again = run(RuntimeExecutionMode.BATCH, parallelism, readings);
    TopologyRun stream = run(RuntimeExecutionMode.STREAMING, parallelism, readings);
    assertThat(batch.averages()).hasSizeGreaterThan(100);
    assertThat(batch.transitions()).hasSizeGreaterThan(100);
    assertThat(batch.ledger()).isEmpty();
    assertThat(again.ledger()).isEmpty();
    assertThat(stream.ledger()).isEmpty();
    assertSame(again, batch);
    assertSame(stream, batch);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whatTheStreamSaidIsWhatABatchSaysWithoutTheLedger(int parallelism) throws Exception {
    List<Reading> readings = readings(60_000);
    TopologyRun stream = run(RuntimeExecutionMode.STREAMING, parallelism, readings);
    assertThat(stream.averages()).anyMatch(average -> average.revision() > 1);
    for (Exclusion exclusion : List.of(Exclusion.AVERAGES, Exclusion.ALERTS)) {
      assertThat(stream.ledger()).anyMatch(late -> late.excludedFrom() == exclusion);
    }
    TopologyRun averages =
        run(RuntimeExecutionMode.BATCH, parallelism, without(readings, stream, Exclusion.AVERAGES));
    TopologyRun alerts =
        run(RuntimeExecutionMode.BATCH, parallelism, without(readings, stream, Exclusion.ALERTS));
    assertThat(latest(stream)).isEqualTo(latest(averages));
    assertThat(sorted(stream)).isEqualTo(sorted(alerts));
  }

  private static TopologyRun run(RuntimeExecutionMode mode, int parallelism, List<Reading> readings)
      throws Exception {
    return TopologyRun.of(
        readings,
        new TopologyRun.Setup(
            CLUSTER,
            mode,
            parallelism,
            Windowing.tumbling(Duration.ofMinutes(1)),
            Duration.ofSeconds(2),
            Duration.ofSeconds(15)));
  }

  private static void assertSame(TopologyRun actual, TopologyRun expected) {
    assertThat(latest(actual)).isEqualTo(latest(expected));
    assertThat(actual.averages()).hasSameSizeAs(expected.averages());
    assertThat(sorted(actual)).isEqualTo(sorted(expected));
  }

  /** The last revision of each window, as if it were the first. */
  private static Map<String, Average> latest(TopologyRun run) {
    Map<SeriesWindow, Integer> revisions = new HashMap<>();
    for (Average average : run.averages()) {
      int before = revisions.merge(average.window(), 1, Integer::sum) - 1;
      assertThat(average.revision()).isEqualTo(before);
    }
    return run.latest();
  }

  private static List<Transition> sorted(TopologyRun run) {
    return run.transitions().stream()
        .sorted(
            Comparator.comparing(Transition::series)
                .thenComparing(Transition::atMillis)
                .thenComparing(Transition::severity, Severities.STANDARD)
                .thenComparing(Transition::state))
        .toList();
  }

  private static List<Reading> without(
      List<Reading> readings, TopologyRun run, Exclusion exclusion) {
    List<Reading> rest = new ArrayList<>(readings);
    for (LateReading late : run.ledger()) {
      if (late.excludedFrom() == exclusion) {
        assertThat(rest.remove(late.reading())).as("%s came in", late).isTrue();
      }
    }
    return rest;
  }

  /** Every series has an instant of its own; up to {@code disorder} ms late in the sequence. */
  private static List<Reading> readings(int disorder) {
    System.out.println("FlowIT seed " + SEED);
    Random random = new Random(SEED);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      Series series =
          new Series("s" + random.nextInt(7), random.nextInt(4) == 0 ? "humidity" : "temperature");
      long late = random.nextInt(4) == 0 ? random.nextInt(disorder + 1) : 0;
      long step = disorder == 0 ? i * 200L : i / 2 * 400L;
      readings.add(
          new Reading(
              series, NOON + step - late, Math.rint(2800 + 300 * random.nextGaussian()) / 100));
    }
    return readings;
  }
}
