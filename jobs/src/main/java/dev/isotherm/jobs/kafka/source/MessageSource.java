package dev.isotherm.jobs.kafka.source;

import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.jobs.kafka.registry.RegistryAccess;
import dev.isotherm.jobs.kafka.registry.SchemaRegistry;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.mapping.ParseOptions;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Wraps Flink's Kafka source, parses its messages and emits them in blocks. A single message is
 * emitted at once. Messages are parsed inside the source, because only there each partition has its
 * own watermark.
 *
 * <p>Splits, offsets and their state are those of {@link KafkaSource}.
 */
public final class MessageSource
    implements Source<MessageBlock, KafkaPartitionSplit, KafkaSourceEnumState>,
        ResultTypeQueryable<MessageBlock> {

  private static final long serialVersionUID = 1;

  private final KafkaSource<ConsumerRecord<byte[], byte[]>> records;
  private final ParseOptions options;
  private final InstantBounds bounds;
  private final RegistryAccess registry;
  private final boolean keepsRaw;

  /**
   * Wraps a source.
   *
   * @param records a source with a {@link RecordDeserializer}
   * @param bounds which instants are accepted, by the timestamps of the records
   * @param registry how the schema registry of the options is accessed, if there is one
   */
  public MessageSource(
      KafkaSource<ConsumerRecord<byte[], byte[]>> records,
      ParseOptions options,
      InstantBounds bounds,
      RegistryAccess registry) {
    this(records, options, bounds, registry, false);
  }

  private MessageSource(
      KafkaSource<ConsumerRecord<byte[], byte[]>> records,
      ParseOptions options,
      InstantBounds bounds,
      RegistryAccess registry,
      boolean keepsRaw) {
    this.records = records;
    this.options = options;
    this.bounds = bounds;
    this.registry = registry;
    this.keepsRaw = keepsRaw;
  }

  /** Returns this source with blocks that hold the records as they were read, too. */
  public MessageSource keepingRaw() {
    return new MessageSource(records, options, bounds, registry, true);
  }

  @Override
  public Boundedness getBoundedness() {
    return records.getBoundedness();
  }

  @Override
  public SourceReader<MessageBlock, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    String url = options.schemaRegistry();
    return new MessageReader(
        records.createReader(context),
        new MessageBlockBuilder(
            options, bounds, url == null ? null : new SchemaRegistry(url, registry), keepsRaw));
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) {
    return records.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState checkpoint)
      throws IOException {
    return records.restoreEnumerator(context, checkpoint);
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return records.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return records.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<MessageBlock> getProducedType() {
    return IngestTypes.MESSAGE_BLOCK;
  }
}
