package dev.isotherm.jobs.kafka.sink;

import dev.isotherm.jobs.kafka.ProducerDefaults;
import dev.isotherm.model.ConfigurationException;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.function.SerializableFunction;

/** Ends streams in topics. */
public final class ResultSinks {

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
  public ResultSinks(Properties client, String transactionalIdPrefix) {
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

  /** Results as records, made in the task that makes the results. */
  public static <T> DataStream<ResultRecord> records(
      DataStream<T> results, String name, SerializableFunction<T, ResultRecord> record) {
    return results
        .map(record::apply, ResultRecord.TYPE)
        .name(name + " as records")
        .uid(name + "-as-records")
        .setParallelism(results.getParallelism());
  }

  /**
   * Once each, visible to {@code read_committed} consumers with the next checkpoint: those of all
   * topics together, as far as one subtask writes them. Of records that one subtask makes, the
   * order is kept.
   *
   * <p>A writer that writes exactly once asks the broker for its next transaction at each
   * checkpoint and waits for the answer. So there is one for all topics; and because streams of
   * several tasks come together here, it has a task of its own and holds up none of them.
   */
  public void writeExactlyOnce(DataStream<ResultRecord> records) {
    Properties producer = producer();
    producer.setProperty("transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS);
    records
        .sinkTo(
            KafkaSink.<ResultRecord>builder()
                .setKafkaProducerConfig(producer)
                .setRecordSerializer((record, context, timestamp) -> record.toKafka())
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(transactionalIdPrefix + "-results")
                .build())
        .name("write results")
        .uid("write-results");
  }

  /** At once; after a crash perhaps twice. */
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

  /** A rejected message is larger than it came, by its headers: the producer must let it pass. */
  private Properties producer() {
    Properties producer = new Properties();
    producer.setProperty(LARGEST_REQUEST, Integer.toString(LARGEST_REQUEST_BYTES));
    producer.putAll(client);
    ProducerDefaults.keep(producer);
    return producer;
  }
}
