package dev.isotherm.parse;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.util.function.Consumer;

/** Parses all lines of a block. Not thread-safe: each task makes its own. */
public final class LineBlockParser {

  /** So few that they are still in the processor's cache when they are folded. */
  private static final int READINGS_PER_BLOCK = 1 << 10;

  private final FileParsers parsers;
  private final PlainMessage message = new PlainMessage();

  private Series[] series = new Series[READINGS_PER_BLOCK];
  private long[] epochMillis = new long[READINGS_PER_BLOCK];
  private double[] values = new double[READINGS_PER_BLOCK];
  private int count;
  private int messages;

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
    PlainParser plain =
        parser instanceof CheckedParser checked ? checked.plain() : PlainParser.NONE;
    int maxBytes = parser instanceof CheckedParser checked ? checked.maxMessageBytes() : 0;
    byte[] bytes = block.bytes();
    int limit = block.length();
    block.forEachLine(
        start -> {
          int end = plain.read(bytes, start, limit, message);
          if (end == PlainParser.NOT_PLAIN
              || end - start > maxBytes
              || message.epochMillis() > latestMillis) {
            return PlainParser.NOT_PLAIN;
          }
          int next = block.behindLine(end);
          if (next >= 0) {
            add(accepted);
          }
          return next;
        },
        (offset, length) -> {
          Parsed parsed = parsers.guarded(inFull(parser, bytes, offset, length), block);
          if (parsed instanceof Parsed.Accepted line) {
            add(line, accepted);
          } else if (parsed instanceof Parsed.Rejected line) {
            rejected.rejected(line, offset, length);
          }
        });
    flush(accepted);
  }

  private static Parsed inFull(MessageParser parser, byte[] bytes, int offset, int length) {
    return parser instanceof CheckedParser checked
        ? checked.parseInFull(bytes, offset, length)
        : parser.parse(bytes, offset, length);
  }

  private void add(Consumer<ReadingBlock> accepted) {
    int added = message.count();
    makeRoom(added, accepted);
    for (int i = 0; i < added; i++) {
      add(message.series(i), message.epochMillis(), message.value(i));
    }
    messages++;
  }

  private void add(Parsed.Accepted line, Consumer<ReadingBlock> accepted) {
    makeRoom(line.readings().size(), accepted);
    for (Reading reading : line.readings()) {
      add(reading.series(), reading.epochMillis(), reading.value());
    }
    messages++;
  }

  private void add(Series ofReading, long atMillis, double value) {
    series[count] = ofReading;
    epochMillis[count] = atMillis;
    values[count++] = value;
  }

  private void makeRoom(int added, Consumer<ReadingBlock> accepted) {
    if (count + added <= series.length) {
      return;
    }
    flush(accepted);
    if (added > series.length) {
      series = new Series[added];
      epochMillis = new long[added];
      values = new double[added];
    }
  }

  private void flush(Consumer<ReadingBlock> accepted) {
    if (count > 0) {
      accepted.accept(new ReadingBlock(series, epochMillis, values, count, messages));
      count = 0;
      messages = 0;
    }
  }
}
