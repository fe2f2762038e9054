package dev.isotherm.jobs.kafka.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits as the connector does, but asks the broker first what became of a transaction that was
 * restored from a checkpoint.
 *
 * <p>After nearly every restart, the transactions of the restored checkpoint have been committed
 * already. The connector commits them again. A broker with transactions of version 2 (Kafka 4)
 * refuses that with the same error as for a transaction that was lost, because the restored
 * producer does not know of the version. So the connector logs data loss and counts {@code
 * failedCommittables}, though nothing is lost. Here such a transaction is counted as {@code
 * alreadyCommittedCommittables}. What remains in {@code failedCommittables} is lost: the broker has
 * aborted it, because the restart took longer than its timeout.
 */
final class TruthfulCommitter implements Committer<KafkaCommittable> {

  private static final Logger LOG = LoggerFactory.getLogger(TruthfulCommitter.class);

  private final Committer<KafkaCommittable> connector;
  private final Properties client;

  TruthfulCommitter(Committer<KafkaCommittable> connector, Properties client) {
    this.connector = connector;
    this.client = client;
  }

  @Override
  public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
      throws IOException, InterruptedException {
    List<CommitRequest<KafkaCommittable>> open = new ArrayList<>();
    List<CommitRequest<KafkaCommittable>> restored = new ArrayList<>();
    for (CommitRequest<KafkaCommittable> request : requests) {
      // Only a transaction of this process has a producer.
      (request.getCommittable().getProducer().isPresent() ? open : restored).add(request);
    }
    if (!restored.isEmpty()) {
      try (Admin admin = Admin.create(client)) {
        for (CommitRequest<KafkaCommittable> request : restored) {
          if (isCommitted(request.getCommittable(), admin)) {
            request.signalAlreadyCommitted();
          } else {
            open.add(request);
          }
        }
      }
    }
    connector.commit(open);
  }

  private static boolean isCommitted(KafkaCommittable committable, Admin admin)
      throws InterruptedException {
    String id = committable.getTransactionalId();
    try {
      return isCommitted(
          committable, admin.describeTransactions(List.of(id)).description(id).get());
    } catch (ExecutionException e) {
      // Not known (any more), or no answer: the attempt to commit tells.
      LOG.warn("The state of transaction {} is not known before it is committed.", id, e);
      return false;
    }
  }

  /** The names of transactions are not used again, so the last state of this one is its end. */
  static boolean isCommitted(KafkaCommittable committable, TransactionDescription now) {
    boolean committed =
        now.state() == TransactionState.PREPARE_COMMIT
            || now.state() == TransactionState.COMPLETE_COMMIT;
    // The end of a transaction of version 2 increases the epoch.
    int later = now.producerEpoch() - committable.getEpoch();
    return committed
        && now.producerId() == committable.getProducerId()
        && (later == 0 || later == 1);
  }

  @Override
  public void close() throws Exception {
    connector.close();
  }
}
