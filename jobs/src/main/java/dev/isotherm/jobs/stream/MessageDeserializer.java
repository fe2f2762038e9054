package dev.isotherm.jobs.stream;

import dev.isotherm.model.Header;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.FutureGuard;
import dev.isotherm.parse.JsonMessageParser;
import dev.isotherm.parse.MessageParser;
import dev.isotherm.parse.ParseOptions;
import dev.isotherm.parse.Parsed;
import dev.isotherm.pipeline.FlowTypes;
import dev.isotherm.pipeline.Message;
import java.util.Arrays;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Parses records inside the source, because only there each partition has a watermark of its own.
 * Never throws: what it cannot use it hands on as a rejection.
 *
 * <p>What comes from the future is rejected here, before it can move the watermark. The future
 * begins at the record's own timestamp, not at the clock of this machine, so that a replay rejects
 * the same.
 */
public final class MessageDeserializer implements KafkaRecordDeserializationSchema<Message> {

  private static final long serialVersionUID = 1;
  private static final Parsed TOMBSTONE =
      new Parsed.Rejected(RejectionReason.EMPTY, "the message has no value");

  private final ParseOptions options;
  private final FutureGuard guard;
  private transient MessageParser parser;

  /**
   * Sets up the parsing of one job.
   *
   * @param guard against messages from the future of their own records
   */
  public MessageDeserializer(ParseOptions options, FutureGuard guard) {
    this.options = options;
    this.guard = guard;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    parser = new JsonMessageParser(options);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<Message> out) {
    byte[] value = message.value();
    Parsed parsed = value == null ? TOMBSTONE : parser.parse(value, 0, value.length);
    if (message.timestamp() >= 0) {
      parsed = guard.check(parsed, message.timestamp());
    }
    if (parsed instanceof Parsed.Accepted accepted) {
      out.collect(
          Message.accepted(
              message.partition(), message.offset(), accepted.readings().toArray(new Reading[0])));
    } else if (parsed instanceof Parsed.Rejected rejected) {
      out.collect(
          Message.rejected(
              message.partition(),
              message.offset(),
              new Rejection(
                  rejected.reason(),
                  rejected.detail(),
                  message.topic() + "-" + message.partition(),
                  message.offset(),
                  value,
                  message.key(),
                  headers(message))));
    }
  }

  private static Header[] headers(ConsumerRecord<byte[], byte[]> message) {
    return Arrays.stream(message.headers().toArray())
        .map(header -> new Header(header.key(), header.value()))
        .toArray(Header[]::new);
  }

  @Override
  public TypeInformation<Message> getProducedType() {
    return FlowTypes.MESSAGE;
  }
}
