package dev.isotherm.jobs.archive;

import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.jobs.kafka.registry.RegistryAccess;
import dev.isotherm.jobs.kafka.registry.SchemaRegistry;
import dev.isotherm.jobs.kafka.source.MessageBlockBuilder;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.RawMessage;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.mapping.ParseOptions;
import java.util.Optional;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Parses messages as the source of a stream does. */
final class ParseMessages extends AbstractStreamOperator<MessageBlock>
    implements OneInputStreamOperator<RawMessage, MessageBlock>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final ParseOptions options;
  private final InstantBounds bounds;
  private final RegistryAccess registry;

  private transient MessageBlockBuilder blocks;
  private transient int partition;
  private transient long next;

  ParseMessages(ParseOptions options, InstantBounds bounds, RegistryAccess registry) {
    this.options = options;
    this.bounds = bounds;
    this.registry = registry;
  }

  @Override
  public void open() throws Exception {
    super.open();
    String url = options.schemaRegistry();
    blocks =
        new MessageBlockBuilder(
            options, bounds, url == null ? null : new SchemaRegistry(url, registry));
  }

  @Override
  public void processElement(StreamRecord<RawMessage> element) {
    RawMessage message = element.getValue();
    if (message.partition() != partition || message.offset() < next) {
      send(true);
    }
    partition = message.partition();
    next = message.offset() + 1;
    blocks.add(record(message));
    if (blocks.isFull()) {
      send(true);
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(RawMessage message) {
    Headers headers = new RecordHeaders();
    for (MessageHeader header : message.headers()) {
      headers.add(header.name(), header.value());
    }
    return new ConsumerRecord<>(
        message.topic(),
        message.partition(),
        message.offset(),
        message.recordMillis(),
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        message.key(),
        message.value(),
        headers,
        Optional.empty());
  }

  private void send(boolean hasMore) {
    if (!blocks.isEmpty()) {
      output.collect(new StreamRecord<>(blocks.take(hasMore)));
    }
  }

  @Override
  public void endInput() {
    send(false);
  }
}
