package dev.isotherm.jobs.kafka.baseline;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.Baselines;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.baseline.KnownBaselines;
import dev.isotherm.jobs.kafka.KafkaErrors;
import dev.isotherm.jobs.kafka.kept.KeptLog;
import dev.isotherm.jobs.kafka.kept.KeptTopic;
import dev.isotherm.jobs.kafka.kept.VersionRecord;
import dev.isotherm.jobs.kafka.kept.VersionTransaction;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.wire.BaselinePart;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** The topic of a baseline, each version of which is one record or several. */
public final class BaselineTopic extends KeptTopic<Baselines> implements KnownBaselines {

  /** The topic, unless another one is named. */
  public static final String DEFAULT = "sensor_baseline";

  private static final long serialVersionUID = 1;

  /**
   * Reads one topic.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   */
  public BaselineTopic(Properties client, String topic) {
    this(client, topic, 0);
  }

  /**
   * Reads one topic for a job that knew the records before a position when it started.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   */
  public BaselineTopic(Properties client, String topic, long position) {
    super(client, topic, position);
  }

  @Override
  protected KeptLog<Baselines> newLog(Consumer<String> rejected) {
    return new BaselineLog(rejected);
  }

  @Override
  public VersionRecord.Reader reader() {
    return BaselineTopic::version;
  }

  private static VersionRecord version(ConsumerRecord<byte[], byte[]> record) {
    BaselinePart part = BaselinePart.read(record.key(), record.value());
    return new VersionRecord(
        source(record), part.fromMillis(), part.version(), record.offset() + 1, part.isLast());
  }

  @Override
  public ProcessFunction<VersionRecord, RulesUpdate> keeper() {
    return new KeepBaselineVersions(this);
  }

  @Override
  public String uid() {
    return "baseline";
  }

  /**
   * What was written.
   *
   * @param source of its last record, {@code topic-partition:offset}
   * @param records how many records it has
   */
  public record Published(String source, int records) {}

  /**
   * Writes a version, all of it or nothing, and waits until the broker has it.
   *
   * @param fromMillis when it is in force
   * @throws ConfigurationException if the broker does not take it; then nothing was published
   */
  public Published publish(Baseline baseline, long fromMillis) throws InterruptedException {
    List<BaselinePart> parts = BaselinePart.of(baseline, fromMillis);
    try (VersionTransaction transaction = new VersionTransaction(client(), "baseline", name())) {
      transaction.begin();
      parts.forEach(part -> transaction.write(part.key(), part.value()));
      return new Published(Objects.requireNonNull(transaction.commit()), parts.size());
    } catch (KafkaException refused) {
      throw new ConfigurationException(KafkaErrors.describe(client(), refused));
    }
  }
}
