package dev.isotherm.flow.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.RandomRules;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under rules with deadlines of every kind, a stream says what a batch says. */
class AlertTopologyIT {

  private static final long SEED = Long.getLong("isotherm.seed", new Random().nextLong());
  private static final long NOON = 1_751_371_200_000L;
  private static final int SERIES = 6;

  /** When every series has its last reading: what falls due before is shown by it at the latest. */
  private static final long END = NOON + 3_600_000;

  @RegisterExtension static final FlowCluster CLUSTER = new FlowCluster();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whatIsInOrderIsTheSameInBothModes(int parallelism) throws Exception {
    Random random = random();
    RuleSet rules = RandomRules.of(random, 20, "temperature");
    List<Reading> readings = readings(random, 0);
    TopologyRun batch = run(RuntimeExecutionMode.BATCH, 1, readings, rules);
    TopologyRun again = run(RuntimeExecutionMode.BATCH, parallelism, readings, rules);
    TopologyRun stream = run(RuntimeExecutionMode.STREAMING, parallelism, readings, rules);
    assertThat(batch.transitions()).hasSizeGreaterThan(100);
    assertThat(batch.transitions()).anyMatch(one -> one.reason().isDeadline());
    assertThat(stream.ledger()).isEmpty();
    assertThat(sorted(again)).isEqualTo(sorted(batch));
    assertThat(sorted(stream)).isEqualTo(sorted(batch));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whatTheStreamSaidIsWhatABatchSaysWithoutTheLedger(int parallelism) throws Exception {
    Random random = random();
    RuleSet rules = RandomRules.of(random, 20, "temperature");
    List<Reading> readings = readings(random, 20_000);
    TopologyRun stream = run(RuntimeExecutionMode.STREAMING, parallelism, readings, rules);
    List<Reading> inOrder = new ArrayList<>(readings);
    stream.ledger().stream()
        .filter(late -> late.excludedFrom() == Exclusion.ALERTS)
        .forEach(late -> assertThat(inOrder.remove(late.reading())).as("%s", late).isTrue());
    assertThat(inOrder).hasSizeLessThan(readings.size());
    TopologyRun batch = run(RuntimeExecutionMode.BATCH, parallelism, inOrder, rules);
    assertThat(sorted(stream)).isEqualTo(sorted(batch));
    TopologyRun withAll = run(RuntimeExecutionMode.BATCH, parallelism, readings, rules);
    assertThat(sorted(withAll)).as("what is late would matter").isNotEqualTo(sorted(stream));
  }

  /** A batch knows of silence as far as the readings of others go, and no further. */
  @Test
  void aBatchEndsWithItsLatestReading() throws Exception {
    RuleSet rules = RandomRules.of(random(), 40, "temperature");
    List<Reading> readings = new ArrayList<>(readings(random(), 0));
    readings.removeIf(one -> one.epochMillis() == END);
    long latest = readings.get(readings.size() - 1).epochMillis();
    readings.removeIf(
        one -> one.series().sensorId().equals("s1") && one.epochMillis() > latest - 300_000);
    TopologyRun batch = run(RuntimeExecutionMode.BATCH, 2, readings, rules);
    assertThat(batch.transitions()).noneMatch(one -> one.atMillis() > latest);
    long lastOfTheSilent =
        readings.stream()
            .filter(one -> one.series().sensorId().equals("s1"))
            .mapToLong(Reading::epochMillis)
            .max()
            .orElseThrow();
    assertThat(batch.transitions())
        .anyMatch(
            one ->
                one.series().sensorId().equals("s1")
                    && one.atMillis() > lastOfTheSilent
                    && one.reason().isDeadline());
  }

  private static Random random() {
    System.out.println("AlertFlowIT: -Disotherm.seed=" + SEED);
    return new Random(SEED);
  }

  private static TopologyRun run(
      RuntimeExecutionMode mode, int parallelism, List<Reading> readings, RuleSet rules)
      throws Exception {
    return TopologyRun.of(
        readings,
        new TopologyRun.Setup(
            CLUSTER,
            mode,
            parallelism,
            Windowing.tumbling(Duration.ofMinutes(1)),
            Duration.ofSeconds(2),
            Duration.ofSeconds(15),
            RuleSetHistory.of(rules)));
  }

  private static List<String> sorted(TopologyRun run) {
    return run.transitions().stream().map(Transition::toString).sorted().toList();
  }

  /** Every series has an instant of its own; up to {@code disorder} ms late in the sequence. */
  private static List<Reading> readings(Random random, int disorder) {
    List<Reading> readings = new ArrayList<>();
    long now = NOON;
    for (int i = 0; i < 1_500; i++) {
      int sensor = random.nextInt(SERIES);
      long late = disorder > 0 && random.nextInt(4) == 0 ? random.nextInt(disorder) : 0;
      readings.add(
          new Reading(
              new Series("s" + sensor, "temperature"),
              now - late,
              Math.rint(3 * random.nextGaussian())));
      now += random.nextInt(40) == 0 ? random.nextInt(90_000) + 1 : random.nextInt(1_500) + 1;
      now = Math.min(now, END - 1_000_000 + i);
    }
    for (int sensor = 0; sensor < SERIES; sensor++) {
      readings.add(new Reading(new Series("s" + sensor, "temperature"), END, 0));
    }
    return readings;
  }
}
