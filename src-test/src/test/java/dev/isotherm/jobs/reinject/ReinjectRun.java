package dev.isotherm.jobs.reinject;

import dev.isotherm.jobs.CommandTrial;
import dev.isotherm.jobs.stream.LiveKafka;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** {@code isotherm reinject} with a test's topics. */
final class ReinjectRun {
  private ReinjectRun() {}

  static CommandTrial of(LiveKafka kafka, LiveKafka.TestTopics topics, String... more) {
    return CommandTrial.isotherm(arguments(kafka, topics, more));
  }

  static String[] arguments(LiveKafka kafka, LiveKafka.TestTopics topics, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add("reinject");
    arguments.add("--bootstrap-servers=" + kafka.bootstrapServers());
    arguments.addAll(topics.options());
    arguments.removeIf(argument -> argument.startsWith("--group="));
    arguments.add("--marks-topic=" + marksTopic(topics));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** The same, in a thread of its own. */
  static CompletableFuture<CommandTrial> started(
      LiveKafka kafka, LiveKafka.TestTopics topics, String... more) {
    return CompletableFuture.supplyAsync(
        () -> of(kafka, topics, more), task -> new Thread(task, "isotherm reinject").start());
  }

  static String marksTopic(LiveKafka.TestTopics topics) {
    return topics.readings() + "_marks";
  }

  /** A dead letter as the stream writes it. */
  static ProducerRecord<byte[], byte[]> letter(
      LiveKafka.TestTopics topics, String key, byte[] value, String... headers) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(topics.rejected(), key == null ? null : bytes(key), value);
    for (String header : headers) {
      int equals = header.indexOf('=');
      letter.headers().add(header.substring(0, equals), bytes(header.substring(equals + 1)));
    }
    return letter;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
