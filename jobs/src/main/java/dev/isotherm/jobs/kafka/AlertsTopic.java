package dev.isotherm.jobs.kafka;

import dev.isotherm.flow.alert.PublishedTransitions;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.OffsetRange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic of alerts, as far as one stream has written it. */
public final class AlertsTopic implements PublishedTransitions {

  /** Header of a transition: the consumer group of its stream. Several may share a topic. */
  public static final String GROUP = "isotherm.group";

  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(AlertsTopic.class);

  /** Records have the time of the producer, checkpoints that of the JobManager. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

  private final Properties client;
  private final String topic;
  private final String group;
  private final boolean anew;

  /**
   * Reads one topic.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @param group the consumer group of the stream
   * @param anew whether the stream begins anew, without the state of earlier runs
   */
  public AlertsTopic(Properties client, String topic, String group, boolean anew) {
    this.client = client;
    this.topic = topic;
    this.group = group;
    this.anew = anew;
  }

  @Override
  public void forEachSince(long sinceMillis, Consumer<Transition> consumer) {
    try (Topics topics = Topics.connect(client)) {
      if (!topics.missing(Set.of(topic)).isEmpty()) {
        return;
      }
      long since = Math.max(0, sinceMillis - CLOCK_DIFFERENCE.toMillis());
      Map<Integer, Long> from =
          since == 0 ? topics.beginnings(topic) : topics.offsetsAt(topic, since);
      OffsetRange range = new OffsetRange(topic, from, topics.lastStableOffsets(topic));
      TopicReader.forEach(client, range, record -> accept(record, consumer));
    }
  }

  @Override
  public boolean areOfEarlierRuns() {
    return anew;
  }

  private void accept(ConsumerRecord<byte[], byte[]> record, Consumer<Transition> consumer) {
    Header owner = record.headers().lastHeader(GROUP);
    if (owner == null || !group.equals(new String(owner.value(), StandardCharsets.UTF_8))) {
      return;
    }
    try {
      consumer.accept(JsonLinesReader.readTransition(record.value()));
    } catch (IllegalArgumentException notATransition) {
      LOG.warn(
          "topic {}: the record at partition {}, offset {} is not a transition: {}",
          topic,
          record.partition(),
          record.offset(),
          notATransition.getMessage());
    }
  }
}
