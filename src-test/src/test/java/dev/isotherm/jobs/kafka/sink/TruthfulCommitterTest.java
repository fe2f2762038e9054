package dev.isotherm.jobs.kafka.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Set;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the broker says of a transaction of producer 42 with epoch 5, and what that means. */
class TruthfulCommitterTest {

  private static final KafkaCommittable RESTORED =
      new KafkaCommittable(42, (short) 5, "results-0-7", null);

  @ParameterizedTest
  @CsvSource({
    "PREPARE_COMMIT, 42, 5, true",
    "PREPARE_COMMIT, 42, 6, true",
    "COMPLETE_COMMIT, 42, 5, true",
    "COMPLETE_COMMIT, 42, 6, true",
    "COMPLETE_COMMIT, 42, 7, false",
    "COMPLETE_COMMIT, 42, 4, false",
    "COMPLETE_COMMIT, 43, 5, false",
    // The producer that committed it has asked for the next epoch.
    "EMPTY, 42, 6, true",
    // The broker raised the epoch, aborted it, and raised it again for the next producer.
    "EMPTY, 42, 7, false",
    "EMPTY, 42, 5, false",
    "EMPTY, 43, 6, false",
    "ONGOING, 42, 5, false",
    "ONGOING, 42, 6, false",
    "PREPARE_EPOCH_FENCE, 42, 6, false",
    "PREPARE_ABORT, 42, 6, false",
    "COMPLETE_ABORT, 42, 6, false",
    "UNKNOWN, 42, 6, false",
  })
  void tellsACommittedTransactionByItsStateAndEpoch(
      TransactionState state, long producerId, int epoch, boolean committed) {
    var now =
        new TransactionDescription(
            1, state, producerId, epoch, 60_000, OptionalLong.empty(), Set.of());
    assertThat(TruthfulCommitter.isCommitted(RESTORED, now)).isEqualTo(committed);
  }
}
