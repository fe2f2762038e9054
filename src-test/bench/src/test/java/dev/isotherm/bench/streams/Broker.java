package dev.isotherm.bench.streams;

import dev.isotherm.local.machine.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A real broker in a process of its own, on this machine, for one contest. */
public final class Broker implements AutoCloseable {

  /** Sockets whose buffers the operating system sizes: fixed ones overflow on loopback. */
  private final KafkaBroker broker =
      KafkaBroker.start(
          KafkaBroker.Options.anyPort()
              .underLoad()
              .with("socket.receive.buffer.bytes", "-1")
              .with("socket.send.buffer.bytes", "-1"));

  private final Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Makes a topic. */
  public void create(String topic, int partitions) throws ExecutionException, InterruptedException {
    admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
  }

  /** Removes all topics that begin like that. */
  public void deleteAll(String prefix) throws ExecutionException, InterruptedException {
    Set<String> topics =
        admin.listTopics().names().get().stream()
            .filter(topic -> topic.startsWith(prefix + "-"))
            .collect(Collectors.toSet());
    admin.deleteTopics(topics).all().get();
  }

  /**
   * Sends without waiting. Of a failure the client writes; what is missing then is noticed later.
   */
  @SuppressWarnings("FutureReturnValueIgnored")
  public static void send(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> message) {
    producer.send(
        message,
        (metadata, failure) -> {
          if (failure != null) {
            throw new IllegalStateException("a message was not sent", failure);
          }
        });
  }

  @Override
  public void close() {
    admin.close();
    broker.close();
  }
}
