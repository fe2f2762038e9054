package dev.isotherm.jobs.kafka.sink;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.isotherm.fixtures.CommittedTopic;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer;
import org.apache.flink.connector.kafka.sink.internal.KafkaCommitter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class TruthfulCommitterIT {

  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();

  private static final Duration BOUND = Duration.ofSeconds(10);

  private final Properties client = new Properties();
  private String topic;

  @BeforeEach
  void createTopic(TestInfo test) throws Exception {
    topic = test.getTestMethod().orElseThrow().getName();
    KAFKA.create(topic, 1, Map.of());
    client.setProperty("bootstrap.servers", KAFKA.bootstrapServers());
    client.setProperty("key.serializer", ByteArraySerializer.class.getName());
    client.setProperty("value.serializer", ByteArraySerializer.class.getName());
  }

  /** A transaction as a checkpoint contains it, and what its process did before it ended. */
  private KafkaCommittable restored(boolean committed) throws Exception {
    try (var producer = new FlinkKafkaInternalProducer<byte[], byte[]>(client, topic)) {
      producer.initTransactions();
      producer.beginTransaction();
      var sent =
          producer.send(new ProducerRecord<>(topic, "result".getBytes(StandardCharsets.UTF_8)));
      producer.flush();
      sent.get();
      long id = producer.getProducerId();
      short epoch = producer.getEpoch();
      if (committed) {
        producer.commitTransaction();
      }
      return new KafkaCommittable(id, epoch, topic, null);
    }
  }

  private Committer<KafkaCommittable> connector() {
    return new KafkaCommitter(
        client, topic, 0, 0, false, (config, id) -> new FlinkKafkaInternalProducer<>(config, id));
  }

  @SuppressWarnings("try") // Flink's own close() may be interrupted
  private List<String> commit(KafkaCommittable committable, Committer<KafkaCommittable> committer)
      throws Exception {
    var request = new Request(committable);
    try (committer) {
      committer.commit(List.of(request));
    }
    return request.signals;
  }

  private List<String> committed() {
    try (var values = new CommittedTopic(KAFKA.bootstrapServers(), topic)) {
      Eventually.holds("a result is committed", BOUND, () -> !values.poll().isEmpty());
      return List.copyOf(values.poll());
    }
  }

  @Test
  void tellsATransactionThatWasCommittedBeforeTheRestart() throws Exception {
    KafkaCommittable committable = restored(true);
    assertThat(commit(committable, connector()))
        .as("the connector alone takes it for lost; otherwise this class is not needed any more")
        .containsExactly("failed");
    assertThat(commit(committable, new TruthfulCommitter(connector(), client)))
        .containsExactly("already committed");
    assertThat(committed()).containsExactly("result");
  }

  @Test
  void commitsATransactionThatIsStillOpen() throws Exception {
    KafkaCommittable committable = restored(false);
    assertThat(commit(committable, new TruthfulCommitter(connector(), client))).isEmpty();
    assertThat(committed()).containsExactly("result");
    assertThat(commit(committable, new TruthfulCommitter(connector(), client)))
        .as("restored once more")
        .containsExactly("already committed");
  }

  @Test
  void reportsATransactionThatTheBrokerHasAborted() throws Exception {
    KafkaCommittable committable = restored(false);
    try (Admin admin = Admin.create(client)) {
      admin.fenceProducers(List.of(topic)).all().get();
    }
    assertThat(commit(committable, new TruthfulCommitter(connector(), client)))
        .containsExactly("failed");
    assertThat(TruthfulCommitter.describeLoss(committable))
        .contains(topic, "transaction.timeout.ms", "isotherm verify", "isotherm replay");
  }

  @Test
  void reportsATransactionThatTheBrokerDoesNotKnow() throws Exception {
    var committable = new KafkaCommittable(987_654, (short) 0, "never heard of", null);
    assertThat(commit(committable, connector()))
        .as("the connector alone restarts the job without end")
        .singleElement(as(STRING))
        .startsWith("failed: ");
    assertThat(commit(committable, new TruthfulCommitter(connector(), client)))
        .containsExactly("failed");
  }

  /** Notes what the committer signals; a commit signals nothing. */
  private static final class Request implements Committer.CommitRequest<KafkaCommittable> {
    private final KafkaCommittable committable;
    private final List<String> signals = new ArrayList<>();

    private Request(KafkaCommittable committable) {
      this.committable = committable;
    }

    @Override
    public KafkaCommittable getCommittable() {
      return committable;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable t) {
      signals.add("failed");
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable t) {
      signals.add("failed: " + t);
    }

    @Override
    public void retryLater() {
      signals.add("retry");
    }

    @Override
    public void updateAndRetryLater(KafkaCommittable changed) {
      signals.add("retry");
    }

    @Override
    public void signalAlreadyCommitted() {
      signals.add("already committed");
    }
  }
}
