package dev.isotherm.agreement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Batch of a file = replay of the topic = stream + ledger, byte for byte, under any rules, and
 * {@code verify} says so: on random scenarios, whose seeds are the names of the runs. {@code
 * -Disotherm.runs=N} sets how many, {@code -Disotherm.seed=N} where they begin; {@code mvn
 * -Pagreement verify} runs a thousand, some side by side, of which every fourth is verified.
 */
class AgreementIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final int RUNS = Integer.getInteger("isotherm.runs", 12);
  private static final String WORKER = "the worker that all runs share";
  private static final Coverage COVERAGE = new Coverage();

  @TempDir Path folder;

  private static LongStream seeds() {
    long first = Long.getLong("isotherm.seed", 1);
    return LongStream.range(first, first + RUNS);
  }

  static LongStream seedsOfCalm() {
    return seeds().filter(seed -> !Scenario.of(seed).crashes());
  }

  static LongStream seedsOfCrashes() {
    return seeds().filter(seed -> Scenario.of(seed).crashes());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seedsOfCalm")
  @ResourceLock(value = WORKER, mode = ResourceAccessMode.READ)
  void batchReplayAndStreamWithItsLedgerAgree(long seed) throws Exception {
    assertAgreement(Scenario.of(seed));
  }

  @ParameterizedTest(name = "seed {0}", allowZeroInvocations = true)
  @MethodSource("seedsOfCrashes")
  @ResourceLock(value = WORKER, mode = ResourceAccessMode.READ_WRITE)
  void theyAgreeAlsoWhenTheWorkerDies(long seed) throws Exception {
    assertAgreement(Scenario.of(seed));
  }

  private void assertAgreement(Scenario scenario) throws Exception {
    AgreementRun run = new AgreementRun(KAFKA, FLINK, folder, scenario);
    try {
      run.runAll();
      run.assertAgreement();
      if (RUNS <= 100 || scenario.seed() % 4 == 0) {
        run.verify();
        COVERAGE.verified();
      }
      COVERAGE.add(run);
    } finally {
      run.delete();
    }
  }

  /** A scenario that has nothing to cope with proves nothing. */
  @AfterAll
  static void allKindsOfTroubleWereMet() {
    System.out.println("AgreementIT " + COVERAGE);
    if (RUNS >= 12) {
      assertThat(COVERAGE.lateForAverages()).isPositive();
      assertThat(COVERAGE.lateForAlerts()).isPositive();
      assertThat(COVERAGE.revisions()).isPositive();
      assertThat(COVERAGE.rejected()).isPositive();
      assertThat(COVERAGE.ofOneInstant()).isPositive();
      assertThat(COVERAGE.reordered()).isPositive();
      assertThat(COVERAGE.tables()).isPositive();
      assertThat(COVERAGE.groups()).isPositive();
      assertThat(COVERAGE.ofSignals()).isPositive();
      assertThat(COVERAGE.lateForSignals()).isPositive();
      assertThat(COVERAGE.implausible()).isPositive();
      assertThat(COVERAGE.stuck()).isPositive();
      assertThat(COVERAGE.notChecked()).isPositive();
      assertThat(COVERAGE.kinds())
          .contains(
              "pending by reading",
              "firing by hold_for",
              "resolved by keep_firing_for",
              "no_data by no_data",
              "flapping by flapping");
      assertThat(COVERAGE.kindsOfBatch())
          .contains(
              "pending by reading",
              "inactive by reading",
              "firing by reading",
              "firing by hold_for",
              "resolved by reading",
              "resolved by keep_firing_for",
              "firing by calm",
              "resolved by calm");
    }
  }

  static String utf8(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
