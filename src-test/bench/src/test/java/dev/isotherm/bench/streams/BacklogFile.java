package dev.isotherm.bench.streams;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The messages of a backlog as lines of a file, so that a batch job can read the same. */
public final class BacklogFile {

  private static final Duration POLL = Duration.ofMillis(100);

  private BacklogFile() {}

  /**
   * Writes the first messages of a topic, in the order in which a consumer gets them. The last one
   * of each partition, which only closes windows, is left out.
   *
   * @param most how many lines there are at most
   */
  public static Path write(String bootstrapServers, String topic, long most, Path file)
      throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    List<TopicPartition> partitions =
        IntStream.range(0, Backlog.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
        var consumer =
            new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long lines = 0;
      while (lines < most
          && partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          long last = ends.get(new TopicPartition(topic, message.partition())) - 1;
          if (message.offset() < last && lines < most) {
            out.write(message.value());
            out.write('\n');
            lines++;
          }
        }
      }
    }
    return file;
  }
}
