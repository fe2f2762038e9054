package dev.isotherm.jobs.reinject;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.isotherm.jobs.format.JsonLines;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The proof that a letter was reinjected, committed together with its message. The same letter
 * always has the same mark, to the byte.
 *
 * @param key {@code {"topic","partition","offset"}} of the letter
 * @param value {@code {"reason","rejected_at"}}: the timestamp of the letter tells it from one at
 *     the same position of an earlier topic of the same name
 */
record Mark(String key, String value) {

  static Mark of(DeadLetter letter) {
    ConsumerRecord<byte[], byte[]> entry = letter.entry();
    return new Mark(
        String.format(
            "{\"topic\":\"%s\",\"partition\":%d,\"offset\":%d}",
            entry.topic(), entry.partition(), entry.offset()),
        String.format(
            "{\"reason\":\"%s\",\"rejected_at\":\"%s\"}",
            new String(JsonStringEncoder.getInstance().quoteAsString(letter.reason())),
            JsonLines.instant(entry.timestamp())));
  }

  /** As it stands in the topic of marks; what is no mark equals none. */
  static Mark of(ConsumerRecord<byte[], byte[]> entry) {
    return new Mark(text(entry.key()), text(entry.value()));
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }

  ProducerRecord<byte[], byte[]> in(String topic) {
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8));
  }
}
