package dev.isotherm.jobs.kafka.source;

import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Position;
import dev.isotherm.model.RawMessage;
import dev.isotherm.model.Rejection;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.MessageBlockParser;
import dev.isotherm.parse.avro.AvroSchemas;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Parsed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Builds blocks from Kafka records. A record that cannot be parsed becomes a rejection, never an
 * exception: a schema registry that is away is one, because nothing is then known of the record.
 * Not thread-safe.
 */
public final class MessageBlockBuilder {

  private static final int MAX_REJECTIONS = 100;

  private final MessageBlockParser parser;
  private final RecordSensor sensor;
  private final boolean isTimedByRecord;
  private final boolean keepsRaw;
  private List<RawMessage> raw = new ArrayList<>();
  private List<Rejection> rejections = new ArrayList<>();
  private int partition;
  private long firstOffset;
  private long nextOffset;
  private boolean empty = true;

  /**
   * Creates the builder of a task.
   *
   * @param bounds which instants are accepted, by the timestamps of the records
   * @param schemas finds the schemas of records in Avro; {@code null} for records in JSON
   */
  public MessageBlockBuilder(
      ParseOptions options, InstantBounds bounds, @Nullable AvroSchemas schemas) {
    this(options, bounds, schemas, false);
  }

  /**
   * Creates the builder of a task.
   *
   * @param bounds which instants are accepted, by the timestamps of the records
   * @param schemas finds the schemas of records in Avro; {@code null} for records in JSON
   * @param keepsRaw whether blocks hold the records as they were read, too
   */
  public MessageBlockBuilder(
      ParseOptions options, InstantBounds bounds, @Nullable AvroSchemas schemas, boolean keepsRaw) {
    this.keepsRaw = keepsRaw;
    this.parser = new MessageBlockParser(options, bounds, schemas);
    this.isTimedByRecord = options.isTimedByRecord();
    this.sensor = new RecordSensor(options.sensor(), parser);
  }

  /**
   * Adds a record. The records of a block must be of one partition, in their order.
   *
   * @throws RuntimeException if the schema of the record cannot be found at present
   */
  public void add(ConsumerRecord<byte[], byte[]> message) {
    if (empty) {
      empty = false;
      partition = message.partition();
      firstOffset = message.offset();
    }
    nextOffset = message.offset() + 1;
    if (keepsRaw) {
      raw.add(raw(message));
    }
    Parsed.Rejected withoutSensor = sensor.apply(message);
    if (withoutSensor != null) {
      reject(message, withoutSensor, message.value(), Rejection.WHOLE, 1);
      return;
    }
    parser
        .parse(
            message.value(),
            message.timestamp(),
            Position.ofRecord(message.partition(), message.offset()))
        .forEach(one -> reject(message, one.why(), one.raw(), one.element(), one.messages()));
  }

  /** A record with all that a mapping may use. */
  public static RawMessage raw(ConsumerRecord<byte[], byte[]> message) {
    return new RawMessage(
        message.topic(),
        message.partition(),
        message.offset(),
        message.timestamp(),
        message.key(),
        message.value(),
        headers(message));
  }

  private static MessageHeader[] headers(ConsumerRecord<byte[], byte[]> message) {
    return Arrays.stream(message.headers().toArray())
        .map(header -> new MessageHeader(header.key(), header.value()))
        .toArray(MessageHeader[]::new);
  }

  private void reject(
      ConsumerRecord<byte[], byte[]> message,
      Parsed.Rejected why,
      byte @Nullable [] raw,
      int element,
      int messages) {
    rejections.add(
        new Rejection(
            why.reason(),
            why.detail(),
            message.topic() + "-" + message.partition(),
            message.offset(),
            element,
            messages,
            raw,
            message.key(),
            isTimedByRecord ? Math.max(Rejection.UNTIMED, message.timestamp()) : Rejection.UNTIMED,
            headers(message)));
  }

  public boolean isEmpty() {
    return empty;
  }

  /** Whether the block should be taken before another record is added. */
  public boolean isFull() {
    return parser.isFull() || rejections.size() >= MAX_REJECTIONS;
  }

  /**
   * Takes the records that were added since the last call. Their readings are valid until another
   * record is added.
   *
   * @param hasMore whether more records can be added at once
   */
  public MessageBlock take(boolean hasMore) {
    MessageBlock block =
        new MessageBlock(
            partition,
            firstOffset,
            nextOffset,
            parser.take(hasMore),
            rejections,
            parser.takeLeftOut(),
            raw);
    raw = raw.isEmpty() ? raw : new ArrayList<>();
    rejections = rejections.isEmpty() ? rejections : new ArrayList<>();
    empty = true;
    return block;
  }
}
