package dev.isotherm.jobs.reinject;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.isotherm.wire.JsonLines;
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
public record ReinjectionMark(String key, String value) {

  public static ReinjectionMark of(DeadLetter letter) {
    ConsumerRecord<byte[], byte[]> entry = letter.entry();
    return new ReinjectionMark(
        String.format(
            "{\"topic\":\"%s\",\"partition\":%d,\"offset\":%d}",
            entry.topic(), entry.partition(), entry.offset()),
        String.format(
            "{\"reason\":\"%s\",\"rejected_at\":\"%s\"}",
            new String(JsonStringEncoder.getInstance().quoteAsString(letter.reason())),
            JsonLines.instant(entry.timestamp())));
  }

  /** As it stands in the topic of marks; what is no mark equals none. */
  public static ReinjectionMark of(ConsumerRecord<byte[], byte[]> entry) {
    return new ReinjectionMark(text(entry.key()), text(entry.value()));
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }

  public ProducerRecord<byte[], byte[]> in(String topic) {
    return new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8));
  }
}
