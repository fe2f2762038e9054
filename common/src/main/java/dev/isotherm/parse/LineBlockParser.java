package dev.isotherm.parse;

import dev.isotherm.parse.fast.FastMessage;
import dev.isotherm.parse.fast.FastPathParser;
import dev.isotherm.parse.fast.ValidatingParser;
import dev.isotherm.parse.message.MessageParser;
import dev.isotherm.parse.message.Parsed;
import java.util.function.Consumer;

/** Parses all lines of a block. Not thread-safe: each task makes its own. */
public final class LineBlockParser {

  private final FileParsers parsers;
  private final FastMessage message = new FastMessage();
  private final ReadingBlockBuilder readings = new ReadingBlockBuilder();

  /** Takes a line that was rejected. */
  @FunctionalInterface
  public interface RejectedLine {
    /**
     * Takes a line.
     *
     * @param offset where it begins in the block
     * @param length how many bytes it has, without its line end
     */
    void rejected(Parsed.Rejected rejected, int offset, int length);
  }

  public LineBlockParser(FileParsers parsers) {
    this.parsers = parsers;
  }

  /**
   * Parses each line that is not blank.
   *
   * @param accepted takes the readings of lines, some at a time; must not keep the block
   */
  public void parse(LineBlock block, Consumer<ReadingBlock> accepted, RejectedLine rejected) {
    MessageParser parser = parsers.unguarded(block);
    long latestMillis = parsers.latestMillis(block);
    FastPathParser plain =
        parser instanceof ValidatingParser checked ? checked.plain() : FastPathParser.NONE;
    int maxBytes = parser instanceof ValidatingParser checked ? checked.maxMessageBytes() : 0;
    byte[] bytes = block.bytes();
    int limit = block.length();
    block.forEachLine(
        start -> {
          int end = plain.read(bytes, start, limit, message);
          if (end == FastPathParser.FALLBACK
              || end - start > maxBytes
              || message.epochMillis() > latestMillis) {
            return FastPathParser.FALLBACK;
          }
          int next = block.behindLine(end);
          if (next >= 0) {
            readings.add(message);
            handOnIfEnough(accepted);
          }
          return next;
        },
        (offset, length) -> {
          Parsed parsed = parsers.guarded(inFull(parser, bytes, offset, length), block);
          if (parsed instanceof Parsed.Accepted line) {
            readings.add(line);
            handOnIfEnough(accepted);
          } else if (parsed instanceof Parsed.Rejected line) {
            rejected.rejected(line, offset, length);
          }
        });
    if (!readings.isEmpty()) {
      accepted.accept(readings.take(false));
    }
  }

  private void handOnIfEnough(Consumer<ReadingBlock> accepted) {
    if (readings.isEnough()) {
      accepted.accept(readings.take(true));
    }
  }

  private static Parsed inFull(MessageParser parser, byte[] bytes, int offset, int length) {
    return parser instanceof ValidatingParser checked
        ? checked.parseInFull(bytes, offset, length)
        : parser.parse(bytes, offset, length);
  }
}
