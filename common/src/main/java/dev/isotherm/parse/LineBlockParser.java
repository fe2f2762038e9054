package dev.isotherm.parse;

import dev.isotherm.model.Position;
import dev.isotherm.parse.dialect.RefusedFileException;
import dev.isotherm.parse.fast.FastMessage;
import dev.isotherm.parse.fast.FastPathParser;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutCounts;
import dev.isotherm.parse.message.Parsed;
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
  private @Nullable MessageParser latest;

  /** Takes rejected lines. */
  @FunctionalInterface
  public interface RejectedLine {
    /**
     * Takes a line.
     *
     * @param offset index of its first byte in the block
     * @param length its number of bytes, without its line end
     */
    void rejected(Parsed.Rejected rejected, int offset, int length);
  }

  public LineBlockParser(FileParsers parsers) {
    this.parsers = parsers;
    this.suspects = new SuspectRows(parsers.timestampFields());
    this.order = parsers.repeatedHourOrder();
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
          Parsed parsed =
              bounds.check(parser.parseFully(bytes, offset, length), block.modifiedMillis());
          if (order != null) {
            parsed = bounds.check(order.decide(parsed), block.modifiedMillis());
          }
          Parsed.Rejected line =
              readings.add(
                  parsed, isOrdered ? Position.ofLine(file, first + offset) : Position.NONE);
          if (line != null) {
            suspects.check(block, offset, length);
            rejected.rejected(line, offset, length);
          }
          emitIfFull(accepted);
        });
    if (!readings.isEmpty()) {
      accepted.accept(readings.take(false));
    }
  }

  /** Returns what was left out of accepted lines since the last call, at the end of a file. */
  public List<LeftOut> takeLeftOut() {
    leaveParser(null);
    leftOut.add(readings.takeLeftOut());
    if (order != null) {
      leftOut.add(order.takeUndecided());
    }
    return leftOut.take();
  }

  /** Fetches what a parser has counted before another one takes its place. */
  private void leaveParser(@Nullable MessageParser next) {
    if (latest != null && latest != next) {
      leftOut.add(latest.fastPath().takeLeftOut());
    }
    latest = next;
  }

  private void emitIfFull(Consumer<ReadingBlock> accepted) {
    if (readings.isFull()) {
      accepted.accept(readings.take(true));
    }
  }
}
