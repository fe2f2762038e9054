package dev.isotherm.parse;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.fast.FastMessage;
import dev.isotherm.parse.fast.ValidatingParser;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Parsed;

/**
 * Parses messages, each in an array of its own, into blocks of readings. Not thread-safe: each task
 * makes its own.
 *
 * <p>What comes from the future is rejected here, before it can move a watermark. The future begins
 * at the timestamp with which the message was written, not at the clock of this machine, so that a
 * replay rejects the same.
 */
public final class MessageBlockParser {

  private static final Parsed.Rejected TOMBSTONE =
      new Parsed.Rejected(RejectionReason.EMPTY, "the message has no value");

  private final ValidatingParser parser;
  private final FutureGuard guard;
  private final FastMessage plain = new FastMessage();
  private final ReadingBlockBuilder readings = new ReadingBlockBuilder();

  /**
   * Sets up the parsing of one task.
   *
   * @param guard against messages from the future of their own records
   */
  public MessageBlockParser(ParseOptions options, FutureGuard guard) {
    this.parser = new JsonMessageParser(options);
    this.guard = guard;
  }

  /**
   * Parses one message.
   *
   * @param message {@code null} for a record without a value
   * @param writtenMillis when it was written; negative if nobody knows
   * @return {@code null} if it was accepted: its readings are in the block
   */
  public Parsed.Rejected parse(byte[] message, long writtenMillis) {
    if (message == null) {
      return TOMBSTONE;
    }
    int length = message.length;
    if (length <= parser.maxMessageBytes()
        && parser.plain().read(message, 0, length, plain) == length
        && (writtenMillis < 0 || plain.epochMillis() <= guard.latestMillis(writtenMillis))) {
      readings.add(plain);
      return null;
    }
    Parsed parsed = parser.parseInFull(message, 0, length);
    if (writtenMillis >= 0) {
      parsed = guard.check(parsed, writtenMillis);
    }
    if (parsed instanceof Parsed.Rejected rejected) {
      return rejected;
    }
    readings.add((Parsed.Accepted) parsed);
    return null;
  }

  /** Whether the block should be taken before more is parsed. */
  public boolean isEnough() {
    return readings.isEnough();
  }

  /**
   * The readings since the last call, none at all perhaps; good until more is parsed.
   *
   * @param hasMore whether more messages are there to be parsed at once
   */
  public ReadingBlock take(boolean hasMore) {
    return readings.take(hasMore);
  }
}
