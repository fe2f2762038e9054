package dev.isotherm.jobs.kafka.source;

import dev.isotherm.jobs.kafka.TopicReader;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.parse.avro.AvroSchemas;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.wire.OffsetRange;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at the first messages of each partition of a topic. */
public final class FirstReadings {

  /** So many messages of each partition are looked at. */
  private static final long MOST_MESSAGES = 100;

  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(5);

  private FirstReadings() {}

  /**
   * Returns the earliest instant of the first readings.
   *
   * @param client settings of Kafka's clients
   * @param range of the messages
   * @param bounds which instants are accepted
   * @param schemas finds the schemas of messages in Avro; {@code null} for messages in JSON
   * @return empty if the first messages of all partitions become no readings
   */
  public static OptionalLong earliest(
      Properties client,
      OffsetRange range,
      ParseOptions options,
      InstantBounds bounds,
      @Nullable AvroSchemas schemas) {
    Map<Integer, Long> ends = new TreeMap<>(range.to());
    ends.replaceAll((partition, end) -> Math.min(end, range.from().get(partition) + MOST_MESSAGES));
    Map<Integer, MessageBlockBuilder> builders = new HashMap<>();
    TopicReader.<RuntimeException>read(
        client,
        new OffsetRange(range.topic(), range.from(), ends),
        STALL_TIMEOUT,
        message -> {
          MessageBlockBuilder builder =
              builders.computeIfAbsent(
                  message.partition(), key -> new MessageBlockBuilder(options, bounds, schemas));
          if (!builder.isFull()) {
            builder.add(message);
          }
          return true;
        });
    return builders.values().stream()
        .map(builder -> builder.take(false).readings())
        .mapToLong(FirstReadings::earliest)
        .filter(instant -> instant != Long.MAX_VALUE)
        .min();
  }

  private static long earliest(ReadingBlock block) {
    return Arrays.stream(block.epochMillis(), 0, block.count()).min().orElse(Long.MAX_VALUE);
  }
}
