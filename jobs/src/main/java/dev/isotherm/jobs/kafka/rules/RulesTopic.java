package dev.isotherm.jobs.kafka.rules;

import dev.isotherm.flow.alert.PublishedRules;
import dev.isotherm.flow.baseline.KnownBaselines;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.jobs.kafka.KafkaErrors;
import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.RuleSetVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic of rules. It is read as empty if it does not exist. */
public final class RulesTopic implements PublishedRules {

  private static final long serialVersionUID = 1;

  private final Properties client;
  private final String topic;
  private final StreamAbilities abilities;
  private final KnownSensors sensors;
  private final KnownBaselines baselines;

  /**
   * Reads one topic.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @param abilities which versions are accepted
   */
  public RulesTopic(Properties client, String topic, StreamAbilities abilities) {
    this(client, topic, abilities, KnownSensors.OF_JOB_FILE, KnownBaselines.OF_JOB_FILE);
  }

  private RulesTopic(
      Properties client,
      String topic,
      StreamAbilities abilities,
      KnownSensors sensors,
      KnownBaselines baselines) {
    this.client = client;
    this.topic = topic;
    this.abilities = abilities;
    this.sensors = sensors;
    this.baselines = baselines;
  }

  /** Returns this topic for rules that know the sensor table and the baseline in another way. */
  public RulesTopic knowing(KnownSensors otherSensors, KnownBaselines otherBaselines) {
    return new RulesTopic(client, topic, abilities, otherSensors, otherBaselines);
  }

  @Override
  public KnownSensors sensors() {
    return sensors;
  }

  @Override
  public KnownBaselines baselines() {
    return baselines;
  }

  @Override
  public List<RuleSetVersion> read() {
    return entries().stream()
        .map(RuleRecordValidator.Entry::version)
        .filter(Objects::nonNull)
        .toList();
  }

  /** All records, in their order. */
  public List<RuleRecordValidator.Entry> entries() {
    List<RuleRecordValidator.Entry> entries = new ArrayList<>();
    try (Topics topics = Topics.connect(client)) {
      if (!topics.missing(Set.of(topic)).isEmpty()) {
        return entries;
      }
      RuleRecordValidator log = new RuleRecordValidator(abilities, List.of());
      TopicReader.forEach(
          client,
          topics.committedRange(topic),
          one -> entries.add(log.validate(RuleRecord.of(one))));
    }
    return entries;
  }

  /**
   * Writes a version, and waits until the broker has it.
   *
   * @param text the file of rules
   * @return the source of the record, {@code topic-partition:offset}
   * @throws ConfigurationException if the broker does not take it
   */
  public String publish(long effectiveFromMillis, String version, String text)
      throws InterruptedException {
    Properties settings = new Properties();
    settings.setProperty("max.block.ms", "15000");
    settings.setProperty("delivery.timeout.ms", "45000");
    settings.putAll(client);
    settings.setProperty("acks", "all");
    ProducerDefaults.ordered(settings);
    settings.setProperty("linger.ms", "0");
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      RecordMetadata written =
          producer.send(RuleRecord.toPublish(topic, effectiveFromMillis, version, text)).get();
      return written.topic() + "-" + written.partition() + ":" + written.offset();
    } catch (ExecutionException | KafkaException refused) {
      throw new ConfigurationException(KafkaErrors.describe(client, refused));
    }
  }
}
