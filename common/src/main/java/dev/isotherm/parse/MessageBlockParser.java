package dev.isotherm.parse;

import dev.isotherm.model.Position;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.avro.AvroDecoder;
import dev.isotherm.parse.avro.AvroSchemas;
import dev.isotherm.parse.fast.FastMessage;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import dev.isotherm.parse.message.Parsed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses messages, each in an array of its own, into blocks of readings. Not thread-safe: each task
 * makes its own.
 *
 * <p>Readings whose instants are not believable are rejected here, before they can advance a
 * watermark; see {@link InstantBounds}.
 */
public final class MessageBlockParser {

  private static final Parsed.Rejected TOMBSTONE =
      new Parsed.Rejected(RejectionReason.EMPTY, "the message has no value");

  private static final Parsed.Rejected UNDATED =
      new Parsed.Rejected(
          RejectionReason.NO_TIMESTAMP, "the Kafka record has no timestamp (--timestamp-field)");

  private final JsonMessageParser parser;
  private final @Nullable AvroDecoder decoder;
  private final InstantBounds bounds;
  private final InstantBounds boundsOfUndated;
  private final FastMessage fastMessage = new FastMessage();
  private final ReadingBlockBuilder readings = new ReadingBlockBuilder();
  private final @Nullable ElementsParser elements;
  private final boolean isTimedByRecord;

  /**
   * Sets up the parsing of messages in JSON for one task.
   *
   * @param bounds which instants are accepted, by the timestamps of the records
   */
  public MessageBlockParser(ParseOptions options, InstantBounds bounds) {
    this(options, bounds, null);
  }

  /**
   * Sets up the parsing of one task.
   *
   * @param bounds which instants are accepted, by the timestamps of the records
   * @param schemas finds the schemas of messages in Avro; {@code null} for messages in JSON
   */
  public MessageBlockParser(
      ParseOptions options, InstantBounds bounds, @Nullable AvroSchemas schemas) {
    if (schemas == null) {
      this.decoder = null;
      this.parser = new JsonMessageParser(options);
    } else {
      this.decoder = new AvroDecoder(schemas, options.maxMessageBytes());
      this.parser = new JsonMessageParser(AvroDecoder.jsonOptions(options));
    }
    this.elements =
        options.elements() == null ? null : new ElementsParser(options, parser, readings, () -> {});
    this.isTimedByRecord = options.isTimedByRecord();
    this.bounds = bounds;
    this.boundsOfUndated = bounds.withoutReference();
  }

  /**
   * Sets the sensor of the next messages, for options whose sensor is no field of a message.
   *
   * @param name must be valid, see {@link Series#nameError}
   */
  public void fixSensor(String name) {
    parser.fixSensor(name);
  }

  /**
   * Parses one message.
   *
   * @param message {@code null} for a record without a value
   * @param writtenMillis when it was written, in milliseconds since the epoch; negative if unknown
   * @param position where it stands, see {@link Position}
   * @return what is rejected of it; the readings of the rest are in the block
   * @throws RuntimeException if the schema of a message in Avro cannot be found at present, see
   *     {@link AvroSchemas}
   */
  public List<RejectedMessage> parse(byte @Nullable [] message, long writtenMillis, long position) {
    if (message == null) {
      return whole(TOMBSTONE, null);
    }
    if (isTimedByRecord) {
      if (writtenMillis < 0) {
        return whole(UNDATED, message);
      }
      parser.fixInstant(writtenMillis);
    }
    if (elements != null) {
      return elements.parse(
          message,
          0,
          message.length,
          (bytes, offset, length) -> parse(bytes, offset, length, writtenMillis, position));
    }
    if (decoder == null) {
      return whole(parse(message, 0, message.length, writtenMillis, position), message);
    }
    Parsed.Rejected undecodable = decoder.decode(message);
    return whole(
        undecodable == null
            ? parse(decoder.bytes(), 0, decoder.length(), writtenMillis, position)
            : undecodable,
        message);
  }

  private static List<RejectedMessage> whole(
      Parsed.@Nullable Rejected why, byte @Nullable [] message) {
    return why == null ? List.of() : List.of(RejectedMessage.whole(why, message));
  }

  private Parsed.@Nullable Rejected parse(
      byte[] json, int offset, int length, long writtenMillis, long position) {
    InstantBounds check = writtenMillis < 0 ? boundsOfUndated : bounds;
    if (length <= parser.maxMessageBytes()
        && parser.fastPath().read(json, offset, offset + length, fastMessage) == offset + length
        && fastMessage.epochMillis() >= check.earliestMillis()
        && fastMessage.epochMillis() <= check.latestMillis(writtenMillis)) {
      readings.add(fastMessage, json, position);
      return null;
    }
    Parsed parsed = parser.parseFully(json, offset, length);
    return readings.add(check.check(parsed, writtenMillis), position);
  }

  /** Returns what was left out of accepted messages since the last call. */
  public List<LeftOut> takeLeftOut() {
    LeftOutCounts all = new LeftOutCounts();
    all.add(parser.fastPath().takeLeftOut());
    all.add(readings.takeLeftOut());
    if (elements != null) {
      all.add(elements.takeLeftOut());
    }
    return all.take();
  }

  /** Returns whether the block should be taken before more messages are parsed. */
  public boolean isFull() {
    return readings.isFull();
  }

  /**
   * Returns the readings since the last call, perhaps none; valid until more messages are parsed.
   *
   * @param hasMore whether more messages can be parsed at once
   */
  public ReadingBlock take(boolean hasMore) {
    return readings.take(hasMore);
  }
}
