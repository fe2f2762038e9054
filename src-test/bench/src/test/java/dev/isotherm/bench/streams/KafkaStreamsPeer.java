package dev.isotherm.bench.streams;

import dev.isotherm.bench.streams.PlainJson.Averaged;
import dev.isotherm.bench.streams.PlainJson.Measured;
import dev.isotherm.jobs.kafka.ConsumerDefaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Kafka Streams, exactly once. Windows are in memory, behind a cache that spares the changelog most
 * writes, and go out once, when they close. The topic is keyed by sensor already, so nothing is
 * shuffled. Event time is the record's own.
 */
final class KafkaStreamsPeer {

  private KafkaStreamsPeer() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    String name = arguments[2];
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, Measured> readings =
        builder.stream(arguments[1], Consumed.with(Serdes.String(), measured()));
    readings
        .filter((sensor, reading) -> reading.temperature > 28)
        .to(name + "-alerts", Produced.with(Serdes.String(), measured()));
    readings
        .groupByKey(Grouped.with(Serdes.String(), measured()))
        .windowedBy(
            TimeWindows.ofSizeAndGrace(
                Duration.ofMillis(Backlog.WINDOW_MILLIS), Duration.ofSeconds(5)))
        .aggregate(
            () -> Sums.NONE,
            (sensor, reading, sums) -> sums.with(reading.temperature),
            Materialized.<String, Sums, WindowStore<Bytes, byte[]>>as("averages")
                .withKeySerde(Serdes.String())
                .withValueSerde(Sums.serde())
                .withStoreType(BuiltInDslStoreSuppliers.IN_MEMORY)
                .withRetention(Duration.ofMinutes(10)))
        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
        .toStream()
        .map(
            (window, sums) ->
                KeyValue.pair(window.key(), sums.average(window.key(), window.window().start())))
        .to(name + "-averages", Produced.with(Serdes.String(), averaged()));

    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, arguments[3]);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, StreamPeer.COMMIT_MILLIS);
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 256L << 20);
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 10_000);
    settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    ConsumerDefaults.highThroughput(new Properties())
        .forEach((key, value) -> settings.put(StreamsConfig.consumerPrefix((String) key), value));
    settings.put(StreamsConfig.producerPrefix("batch.size"), 256 << 10);
    settings.put(
        StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("isotherm-bench-").toString());
    KafkaStreams streams = new KafkaStreams(builder.build(), settings);
    streams.start();
    Thread.currentThread().join();
  }

  private static Serde<Measured> measured() {
    return Serdes.serdeFrom(
        (topic, reading) -> PlainJson.write(reading),
        (topic, bytes) -> {
          try {
            return PlainJson.read(bytes);
          } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
          }
        });
  }

  private static Serde<Averaged> averaged() {
    return Serdes.serdeFrom((topic, average) -> PlainJson.write(average), (topic, bytes) -> null);
  }

  private record Sums(long count, double sum, double min, double max) {

    static final Sums NONE = new Sums(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    Sums with(double value) {
      return new Sums(count + 1, sum + value, Math.min(min, value), Math.max(max, value));
    }

    Averaged average(String sensor, long windowStart) {
      return new Averaged(sensor, windowStart, count, sum / count, min, max);
    }

    static Serde<Sums> serde() {
      return Serdes.serdeFrom(
          (topic, sums) ->
              ByteBuffer.allocate(32)
                  .putLong(sums.count)
                  .putDouble(sums.sum)
                  .putDouble(sums.min)
                  .putDouble(sums.max)
                  .array(),
          (topic, bytes) -> {
            ByteBuffer from = ByteBuffer.wrap(bytes);
            return new Sums(from.getLong(), from.getDouble(), from.getDouble(), from.getDouble());
          });
    }
  }
}
