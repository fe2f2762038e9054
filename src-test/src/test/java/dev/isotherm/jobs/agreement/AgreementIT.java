package dev.isotherm.jobs.agreement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.jobs.stream.LiveFlink;
import dev.isotherm.jobs.stream.LiveKafka;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Batch of a file = replay of the topic = stream + ledger, byte for byte, and {@code verify} says
 * so: on random scenarios, whose seeds are the names of the runs. {@code -Disotherm.runs=N} sets
 * how many, {@code -Disotherm.seed=N} where they begin; {@code mvn -Pagreement verify} runs a
 * thousand.
 */
class AgreementIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final Coverage COVERAGE = new Coverage();

  @TempDir Path folder;

  static LongStream seeds() {
    long first = Long.getLong("isotherm.seed", 1);
    return LongStream.range(first, first + Integer.getInteger("isotherm.runs", 12));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void batchReplayAndStreamWithItsLedgerAgree(long seed) throws Exception {
    Scenario scenario = Scenario.of(seed);
    AgreementRun run = new AgreementRun(KAFKA, FLINK, folder, scenario);
    try {
      run.runAll();
      run.assertAgreement();
      COVERAGE.add(run);
    } finally {
      run.delete();
    }
  }

  /** A scenario that has nothing to cope with proves nothing. */
  @AfterAll
  static void allKindsOfTroubleWereMet() {
    System.out.println("AgreementIT " + COVERAGE);
    if (seeds().count() >= 12) {
      assertThat(COVERAGE.lateForAverages()).isPositive();
      assertThat(COVERAGE.lateForAlerts()).isPositive();
      assertThat(COVERAGE.revisions()).isPositive();
      assertThat(COVERAGE.rejected()).isPositive();
      assertThat(COVERAGE.transitions()).isPositive();
    }
  }

  static String utf8(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
