package dev.isotherm.jobs.kafka.sink;

import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.model.ConfigurationException;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.function.SerializableFunction;

/** Writes streams to topics. */
public final class ResultSinks {

  private static final String TRANSACTION_TIMEOUT = "transaction.timeout.ms";

  /** The default limit of brokers. */
  private static final int TRANSACTION_TIMEOUT_MILLIS = 15 * 60 * 1000;

  private static final int LEAST_TRANSACTION_TIMEOUT_MILLIS = 10_000;

  /** A producer's default {@code buffer.memory}. */
  static final int MAX_REQUEST_BYTES = 32 << 20;

  private static final String MAX_REQUEST = "max.request.size";

  private final Properties client;
  private final String transactionalIdPrefix;

  /**
   * Creates the sinks of a job.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   * @param transactionalIdPrefix unique to the job, and the same after every restart
   */
  public ResultSinks(Properties client, String transactionalIdPrefix) {
    this.client = client;
    this.transactionalIdPrefix = transactionalIdPrefix;
  }

  /** The largest request that producers with these settings send. */
  static int maxRequestBytes(Properties client) {
    return number(client, MAX_REQUEST, MAX_REQUEST_BYTES);
  }

  /**
   * How long after its first record a transaction can be committed. A restart that takes longer
   * between a checkpoint and the commit loses the results of that checkpoint.
   *
   * @throws ConfigurationException if {@code transaction.timeout.ms} is no number, or so short that
   *     transactions would end before their checkpoint
   */
  static int transactionTimeoutMillis(Properties client) {
    int millis = number(client, TRANSACTION_TIMEOUT, TRANSACTION_TIMEOUT_MILLIS);
    if (millis < LEAST_TRANSACTION_TIMEOUT_MILLIS) {
      throw new ConfigurationException(
          "--kafka-config: %s %d: must be at least %d"
              .formatted(TRANSACTION_TIMEOUT, millis, LEAST_TRANSACTION_TIMEOUT_MILLIS));
    }
    return millis;
  }

  private static int number(Properties client, String key, int unset) {
    String set = client.getProperty(key);
    try {
      return set == null ? unset : Integer.parseInt(set.strip());
    } catch (NumberFormatException notANumber) {
      throw new ConfigurationException(
          "--kafka-config: the value of " + key + " must be a whole number");
    }
  }

  /** Converts results to records, in the task that produces the results. */
  public static <T> DataStream<ResultRecord> records(
      DataStream<T> results, String name, SerializableFunction<T, ResultRecord> record) {
    return results
        .map(record::apply, ResultRecord.TYPE)
        .name(name + " as records")
        .uid(name + "-as-records")
        .setParallelism(results.getParallelism());
  }

  /**
   * Writes records exactly once. They become visible to {@code read_committed} consumers with the
   * next checkpoint; those of one subtask in all topics together. The records of one subtask stay
   * in order.
   *
   * <p>An exactly-once writer requests its next transaction from the broker at each checkpoint and
   * waits for the response. So there is one sink for all topics. It is a task of its own, which
   * delays none of the tasks that produce the results.
   */
  public void writeExactlyOnce(DataStream<ResultRecord> records) {
    Properties producer = producer();
    producer.setProperty(TRANSACTION_TIMEOUT, Integer.toString(transactionTimeoutMillis(client)));
    records
        .sinkTo(
            new ExactlyOnceSink<>(
                KafkaSink.<ResultRecord>builder()
                    .setKafkaProducerConfig(producer)
                    .setRecordSerializer((record, context, timestamp) -> record.toKafka())
                    .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                    .setTransactionalIdPrefix(transactionalIdPrefix + "-results")
                    .build(),
                client))
        .name("write results")
        .uid("write-results");
  }

  /** Writes results immediately and at least once: after a crash, some may be written twice. */
  public <T> void writeAtOnce(
      DataStream<T> stream, String name, SerializableFunction<T, ResultRecord> record) {
    Properties producer = producer();
    producer.setProperty("linger.ms", "0");
    stream
        .sinkTo(
            KafkaSink.<T>builder()
                .setKafkaProducerConfig(producer)
                .setRecordSerializer((result, context, timestamp) -> record.apply(result).toKafka())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build())
        .setParallelism(stream.getParallelism())
        .name("write " + name)
        .uid("write-" + name);
  }

  /** The producer must accept a rejected message, whose headers make it larger than it was. */
  private Properties producer() {
    Properties producer = new Properties();
    producer.setProperty(MAX_REQUEST, Integer.toString(MAX_REQUEST_BYTES));
    producer.putAll(client);
    ProducerDefaults.ordered(producer);
    return producer;
  }
}
