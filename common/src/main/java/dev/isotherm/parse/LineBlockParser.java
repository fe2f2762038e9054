package dev.isotherm.parse;

import dev.isotherm.model.Position;
import dev.isotherm.parse.dialect.RefusedFileException;
import dev.isotherm.parse.fast.FastMessage;
import dev.isotherm.parse.fast.FastPathParser;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import dev.isotherm.parse.message.Parsed;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Parses all lines of a block. Not thread-safe: each task makes its own. */
public final class LineBlockParser {

  private final FileParsers parsers;
  private final SuspectRows suspects;
  private final FastMessage message = new FastMessage();
  private final ReadingBlockBuilder readings = new ReadingBlockBuilder();
  private final LeftOutCounts leftOut = new LeftOutCounts();
  private final @Nullable RepeatedHourOrder order;

  /** Parses lines of JSON whose elements are messages; {@code null} if there are none. */
  private final @Nullable ElementsParser elements;

  private final @Nullable JsonMessageParser elementsOf;
  private Consumer<ReadingBlock> acceptedElements = readings -> {};
  private @Nullable MessageParser latest;
  private boolean hasReadLocalTimes;

  /** Takes rejected lines. */
  @FunctionalInterface
  public interface RejectedLine {
    /**
     * Takes a line, or those elements of its array that are rejected for one reason.
     *
     * @param offset index of the first byte of the line in the block
     */
    void rejected(RejectedMessage rejected, int offset);
  }

  public LineBlockParser(FileParsers parsers) {
    this.parsers = parsers;
    this.suspects = new SuspectRows(parsers.timestampFields());
    this.order = parsers.repeatedHourOrder();
    this.elementsOf = parsers.elementParser();
    this.elements = parsers.elementsParser(readings, this::emitElementsIfFull);
  }

  /**
   * Parses each line that is not blank.
   *
   * @param accepted takes the readings in blocks; must not keep a block
   * @throws RefusedFileException if nothing of the file may be used
   */
  public void parse(LineBlock block, Consumer<ReadingBlock> accepted, RejectedLine rejected) {
    MessageParser parser = parsers.parserFor(block);
    leaveParser(parser);
    if (order != null) {
      order.readFrom(block.source());
    }
    if (parser == elementsOf) {
      parseElements(block, accepted, rejected);
    } else {
      parse(parser, block, accepted, rejected);
    }
    if (!readings.isEmpty()) {
      accepted.accept(readings.take(false));
    }
  }

  private void parse(
      MessageParser parser,
      LineBlock block,
      Consumer<ReadingBlock> accepted,
      RejectedLine rejected) {
    InstantBounds bounds = parsers.bounds();
    long earliestMillis = bounds.earliestMillis();
    long latestMillis = bounds.latestMillis(block.modifiedMillis());
    FastPathParser fastPath = parser.fastPath();
    int maxBytes = parser.maxMessageBytes();
    byte[] bytes = block.bytes();
    int limit = block.length();
    boolean isOrdered = parsers.isOrdered(block);
    int file = block.file();
    long first = block.position();
    block.forEachLine(
        start -> {
          int end = fastPath.read(bytes, start, limit, message);
          if (end == FastPathParser.FALLBACK
              || end - start > maxBytes
              || message.epochMillis() < earliestMillis
              || message.epochMillis() > latestMillis) {
            return FastPathParser.FALLBACK;
          }
          int next = block.nextLine(end);
          if (next >= 0) {
            readings.add(
                message, bytes, isOrdered ? Position.ofLine(file, first + start) : Position.NONE);
            if (order != null) {
              order.certain(message);
            }
            emitIfFull(accepted);
          }
          return next;
        },
        (offset, length) -> {
          Parsed.Rejected line =
              parseFully(
                  parser,
                  block,
                  bytes,
                  offset,
                  length,
                  isOrdered ? Position.ofLine(file, first + offset) : Position.NONE);
          if (line != null) {
            suspects.check(block, offset, length);
            rejected.rejected(
                RejectedMessage.whole(line, Arrays.copyOfRange(bytes, offset, offset + length)),
                offset);
          }
          emitIfFull(accepted);
        });
  }

  private void parseElements(
      LineBlock block, Consumer<ReadingBlock> accepted, RejectedLine rejected) {
    acceptedElements = accepted;
    block.forEachLine(
        start -> FastPathParser.FALLBACK,
        (offset, length) -> {
          long position = Position.ofLine(block.file(), block.position() + offset);
          elements
              .parse(
                  block.bytes(),
                  offset,
                  length,
                  (bytes, from, size) -> parseFully(elementsOf, block, bytes, from, size, position))
              .forEach(message -> rejected.rejected(message, offset));
        });
  }

  /** Parses a message without the fast path. */
  private Parsed.@Nullable Rejected parseFully(
      MessageParser parser, LineBlock block, byte[] bytes, int offset, int length, long position) {
    InstantBounds bounds = parsers.bounds();
    Parsed parsed = bounds.check(parser.parseFully(bytes, offset, length), block.modifiedMillis());
    if (order != null) {
      parsed = bounds.check(order.decide(parsed), block.modifiedMillis());
    }
    return readings.add(parsed, position);
  }

  /** Returns what was left out of accepted lines since the last call, at the end of a file. */
  public List<LeftOut> takeLeftOut() {
    leaveParser(null);
    leftOut.add(readings.takeLeftOut());
    if (elements != null) {
      leftOut.add(elements.takeLeftOut());
    }
    if (order != null) {
      leftOut.add(order.takeUndecided());
    }
    return leftOut.take();
  }

  /** Returns whether a timestamp had a time of the day without an offset, at the end of a file. */
  public boolean hasReadLocalTimes() {
    leaveParser(null);
    return hasReadLocalTimes;
  }

  /** Fetches what a parser has counted before another one takes its place. */
  private void leaveParser(@Nullable MessageParser next) {
    if (latest != null && latest != next) {
      leftOut.add(latest.fastPath().takeLeftOut());
      hasReadLocalTimes |= latest.hasReadLocalTimes();
    }
    latest = next;
  }

  private void emitElementsIfFull() {
    emitIfFull(acceptedElements);
  }

  private void emitIfFull(Consumer<ReadingBlock> accepted) {
    if (readings.isFull()) {
      accepted.accept(readings.take(true));
    }
  }
}
