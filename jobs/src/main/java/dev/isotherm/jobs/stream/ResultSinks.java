package dev.isotherm.jobs.stream;

import dev.isotherm.jobs.cli.ConfigurationException;
import dev.isotherm.jobs.kafka.ProducerOrder;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Ends streams in topics. */
final class ResultSinks {

  /** The longest that brokers allow by default; a restart that takes longer loses a transaction. */
  private static final String TRANSACTION_TIMEOUT_MILLIS = Integer.toString(15 * 60 * 1000);

  /** Not more than a producer's {@code buffer.memory}, unless the user sets that. */
  static final int LARGEST_REQUEST_BYTES = 32 << 20;

  private static final String LARGEST_REQUEST = "max.request.size";

  private final Properties client;
  private final String transactionalIdPrefix;

  /**
   * Sets up the sinks of a job.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @param transactionalIdPrefix unique to the job, and the same after every restart
   */
  ResultSinks(Properties client, String transactionalIdPrefix) {
    this.client = client;
    this.transactionalIdPrefix = transactionalIdPrefix;
  }

  /** The largest record that producers with these settings send. */
  static int largestRequestBytes(Properties client) {
    String set = client.getProperty(LARGEST_REQUEST);
    try {
      return set == null ? LARGEST_REQUEST_BYTES : Integer.parseInt(set.strip());
    } catch (NumberFormatException notANumber) {
      throw new ConfigurationException(
          "--kafka-config: the value of " + LARGEST_REQUEST + " must be a whole number");
    }
  }

  /**
   * The same, taken over by a task of its own. A writer that writes exactly once asks the broker
   * for its next transaction at each checkpoint and waits for the answer; so does its committer.
   * Chained to what makes the stream, they would hold that up as well.
   */
  static <T> DataStream<T> apart(DataStream<T> stream) {
    return stream.rescale();
  }

  /**
   * Once each, visible to {@code read_committed} consumers with the next checkpoint. Of a stream
   * that one subtask makes, the order is kept.
   */
  <T> void writeExactlyOnce(
      DataStream<T> stream, String name, KafkaRecordSerializationSchema<T> records) {
    Properties producer = producer();
    producer.setProperty("transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS);
    stream
        .sinkTo(
            KafkaSink.<T>builder()
                .setKafkaProducerConfig(producer)
                .setRecordSerializer(records)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(transactionalIdPrefix + "-" + name)
                .build())
        .setParallelism(stream.getParallelism())
        .name("write " + name)
        .uid("write-" + name);
  }

  /** At once; after a crash perhaps twice. */
  <T> void writeAtOnce(
      DataStream<T> stream, String name, KafkaRecordSerializationSchema<T> records) {
    Properties producer = producer();
    producer.setProperty("linger.ms", "0");
    stream
        .sinkTo(
            KafkaSink.<T>builder()
                .setKafkaProducerConfig(producer)
                .setRecordSerializer(records)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build())
        .setParallelism(stream.getParallelism())
        .name("write " + name)
        .uid("write-" + name);
  }

  /** A rejected message is larger than it came, by its headers: the producer must let it pass. */
  private Properties producer() {
    Properties producer = new Properties();
    producer.setProperty(LARGEST_REQUEST, Integer.toString(LARGEST_REQUEST_BYTES));
    producer.putAll(client);
    ProducerOrder.keep(producer);
    return producer;
  }
}
