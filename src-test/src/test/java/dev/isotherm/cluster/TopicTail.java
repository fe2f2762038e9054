package dev.isotherm.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All committed values of a topic, from its beginning; the topic may appear later. */
public final class TopicTail implements AutoCloseable {
  private final KafkaConsumer<String, String> consumer;
  private final List<String> values = new ArrayList<>();

  public TopicTail(String bootstrapServers, String topic) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "group.id", UUID.randomUUID().toString(),
            "auto.offset.reset", "earliest",
            "isolation.level", "read_committed",
            // A topic that is not there yet is looked for again after this.
            "metadata.max.age.ms", "1000");
    consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(topic));
  }

  /** What has been read so far, after one more look. */
  public List<String> poll() {
    consumer.poll(Duration.ofMillis(500)).forEach(record -> values.add(record.value()));
    return Collections.unmodifiableList(values);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
