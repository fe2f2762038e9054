package dev.isotherm.jobs.kafka.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits as the connector does, but asks the broker first what became of a transaction that was
 * restored from a checkpoint.
 *
 * <ul>
 *   <li>It has been committed: counted as {@code alreadyCommittedCommittables}. That is so after
 *       nearly every restart. The connector would commit it again. A broker with transactions of
 *       version 2 (Kafka 4) refuses that with the same error as for a lost transaction, because the
 *       restored producer does not know of the version. So the connector would log a loss of data.
 *   <li>The broker does not know it, because it ended more than {@code
 *       transactional.id.expiration.ms} (7 days) ago: counted as {@code failedCommittables}. The
 *       connector would restart the job again and again.
 *   <li>It is open, or the broker has aborted it: the connector commits it, or finds that it is
 *       lost and counts it as {@code failedCommittables}.
 * </ul>
 *
 * <p>If a transaction is lost, it logs once which results these are, and what to do.
 */
@SuppressWarnings("try") // Flink's own close() may be interrupted
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
          if (!isEnded(request, admin)) {
            open.add(request);
          }
        }
      }
    }
    connector.commit(open.stream().map(Explained::new).collect(Collectors.toList()));
  }

  /** What the log says of a lost transaction. */
  static String describeLoss(KafkaCommittable lost) {
    return ("The results of one checkpoint of one subtask are lost: the broker has ended"
            + " transaction %s before it was committed. Either the restart took longer than"
            + " transaction.timeout.ms, or another job has the same --group. isotherm verify"
            + " names the missing records, and isotherm replay computes them again.")
        .formatted(lost.getTransactionalId());
  }

  /** Says what a failure with a known reason means. The connector counts it, and goes on. */
  private record Explained(CommitRequest<KafkaCommittable> request)
      implements CommitRequest<KafkaCommittable> {
    @Override
    public KafkaCommittable getCommittable() {
      return request.getCommittable();
    }

    @Override
    public int getNumberOfRetries() {
      return request.getNumberOfRetries();
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      LOG.error(describeLoss(getCommittable()));
      request.signalFailedWithKnownReason(reason);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      request.signalFailedWithUnknownReason(reason);
    }

    @Override
    public void retryLater() {
      request.retryLater();
    }

    @Override
    public void updateAndRetryLater(KafkaCommittable changed) {
      request.updateAndRetryLater(changed);
    }

    @Override
    public void signalAlreadyCommitted() {
      request.signalAlreadyCommitted();
    }
  }

  /** Whether there is nothing to commit any more. The request has been told, then. */
  private static boolean isEnded(CommitRequest<KafkaCommittable> request, Admin admin)
      throws InterruptedException {
    KafkaCommittable committable = request.getCommittable();
    String id = committable.getTransactionalId();
    try {
      if (isCommitted(committable, admin.describeTransactions(List.of(id)).description(id).get())) {
        request.signalAlreadyCommitted();
        return true;
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransactionalIdNotFoundException unknown) {
        LOG.error(
            "The broker does not know transaction {} any more. It was restored from a checkpoint,"
                + " and was committed or aborted long ago. If it was aborted, its results are lost;"
                + " isotherm verify tells.",
            id,
            unknown);
        request.signalFailedWithKnownReason(unknown);
        return true;
      }
      LOG.warn("The state of transaction {} could not be read before it is committed.", id, e);
    }
    return false;
  }

  /**
   * Whether the transaction of a checkpoint has been committed. The epoch tells uses of the same id
   * apart. What raises it is in Kafka's {@code TransactionMetadata} and, for a client, in its
   * {@code TransactionManager}.
   */
  static boolean isCommitted(KafkaCommittable committable, TransactionDescription now) {
    if (now.producerId() != committable.getProducerId()) {
      return false;
    }
    int later = now.producerEpoch() - committable.getEpoch();
    return switch (now.state()) {
      // The end of a transaction of version 2 raises the epoch.
      case PREPARE_COMMIT, COMPLETE_COMMIT -> later == 0 || later == 1;
      // A restored producer commits with version 1. If it has learnt by then that the broker has
      // version 2, it asks for the next epoch, and the state is empty. After an abort, the epoch
      // would be higher: the broker raises it before it aborts, and again when a producer asks.
      case EMPTY -> later == 1;
      default -> false;
    };
  }

  @Override
  public void close() throws Exception {
    connector.close();
  }
}
