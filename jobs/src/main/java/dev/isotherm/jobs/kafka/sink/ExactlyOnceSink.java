package dev.isotherm.jobs.kafka.sink;

import java.io.IOException;
import java.util.Collection;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The exactly-once sink of the connector, with a committer that tells transactions which were
 * committed before a restart from lost ones: see {@link TruthfulCommitter}. Its state is that of
 * the connector's sink.
 */
final class ExactlyOnceSink<T>
    implements Sink<T>,
        SupportsWriterState<T, KafkaWriterState>,
        SupportsCommitter<KafkaCommittable>,
        SupportsPostCommitTopology<KafkaCommittable> {

  private static final long serialVersionUID = 1;

  private final KafkaSink<T> sink;
  private final Properties client;

  /**
   * @param sink with the guarantee exactly-once
   * @param client settings of a client of its brokers
   */
  ExactlyOnceSink(KafkaSink<T> sink, Properties client) {
    this.sink = sink;
    this.client = client;
  }

  @Override
  public StatefulSinkWriter<T, KafkaWriterState> createWriter(WriterInitContext context)
      throws IOException {
    return sink.createWriter(context);
  }

  @Override
  public StatefulSinkWriter<T, KafkaWriterState> restoreWriter(
      WriterInitContext context, Collection<KafkaWriterState> recovered) {
    return sink.restoreWriter(context, recovered);
  }

  @Override
  public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
    return sink.getWriterStateSerializer();
  }

  @Override
  public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
    return new TruthfulCommitter(sink.createCommitter(context), client);
  }

  @Override
  public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
    return sink.getCommittableSerializer();
  }

  @Override
  public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committer) {
    sink.addPostCommitTopology(committer);
  }
}
