package dev.isotherm.local.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a consumer group has come in a topic. */
final class ConsumerLag implements AutoCloseable {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final long SECONDS_TO_ANSWER = 10;

  private final Admin admin;
  private final String topic;
  private final String group;

  ConsumerLag(String bootstrapServers, String topic, String group) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.topic = topic;
    this.group = group;
  }

  /** Messages in the topic. */
  long messages() throws ExecutionException, TimeoutException, InterruptedException {
    return ends().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Waits until the group has committed the end of the topic.
   *
   * @param bound after which it gives up
   * @param hopeless says whether it will not come to that any more
   */
  void awaitNone(Duration bound, BooleanSupplier hopeless)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, Long> ends = ends();
    long deadline = System.nanoTime() + bound.toNanos();
    while (!isCommitted(ends) && !hopeless.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private boolean isCommitted(Map<TopicPartition, Long> ends)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
    return ends.entrySet().stream()
        .filter(end -> end.getValue() > 0)
        .allMatch(
            end -> {
              OffsetAndMetadata offset = committed.get(end.getKey());
              return offset != null && offset.offset() >= end.getValue();
            });
  }

  private Map<TopicPartition, Long> ends()
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        admin
            .describeTopics(List.of(topic))
            .allTopicNames()
            .get(SECONDS_TO_ANSWER, TimeUnit.SECONDS)
            .get(topic)
            .partitions()
            .stream()
            .collect(
                Collectors.toMap(
                    info -> new TopicPartition(topic, info.partition()),
                    info -> OffsetSpec.latest()));
    return admin
        .listOffsets(latest)
        .all()
        .get(SECONDS_TO_ANSWER, TimeUnit.SECONDS)
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
