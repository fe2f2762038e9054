package dev.isotherm.flow.partial;

import dev.isotherm.flow.state.KeyedBuffer;
import dev.isotherm.model.SeriesWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Packs partial aggregates into blocks, one for each window and share of the series. They come many
 * at a time; whoever sends them says when there are no more for the moment. Not thread-safe.
 */
public final class PartialBlocks implements PartialSink {

  private static final int INITIAL_BYTES = 64;

  /** Larger buffers are not kept for the next blocks. */
  private static final int MOST_KEPT_BYTES = 1 << 13;

  /** Bytes of all rows that are not sent. */
  private static final int MOST_BYTES = 1 << 21;

  private final SeriesShares shares;
  private final Consumer<PartialBlock> send;
  private final KeyedBuffer<Share, DataOutputSerializer> packed = new KeyedBuffer<>();
  private final Deque<DataOutputSerializer> free = new ArrayDeque<>();
  private int bytes;

  private record Share(int number, long startMillis, long endMillis) {}

  /**
   * Packs the partial aggregates of shares.
   *
   * @param send receives each block
   */
  public PartialBlocks(SeriesShares shares, Consumer<PartialBlock> send) {
    this.shares = shares;
    this.send = send;
  }

  /** Packs one. Blocks are sent if they are large. */
  @Override
  public void add(PartialAggregate partial) {
    try {
      if (shares == SeriesShares.NONE) {
        send.accept(PartialBlock.of(partial, shares));
        return;
      }
      DataOutputSerializer block = blockOf(partial.window());
      int before = block.length();
      PartialRows.write(partial, block);
      added(block.length() - before);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  @Override
  public void add(SeriesWindow window, long epochMillis, double value) {
    if (shares == SeriesShares.NONE) {
      PartialSink.super.add(window, epochMillis, value);
      return;
    }
    DataOutputSerializer block = blockOf(window);
    int before = block.length();
    try {
      PartialRows.write(window.series(), epochMillis, value, block);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    added(block.length() - before);
  }

  private DataOutputSerializer blockOf(SeriesWindow window) {
    return packed.computeIfAbsent(
        new Share(shares.of(window), window.startMillis(), window.endMillis()),
        share -> free.isEmpty() ? new DataOutputSerializer(INITIAL_BYTES) : free.pop());
  }

  private void added(int more) {
    bytes += more;
    if (bytes >= MOST_BYTES) {
      flush();
    }
  }

  /** Sends all blocks. */
  public void flush() {
    if (bytes > 0) {
      packed.forEach(this::send);
      packed.clear();
      bytes = 0;
    }
  }

  private void send(Share share, DataOutputSerializer rows) {
    send.accept(
        new PartialBlock(share.number, share.startMillis, share.endMillis, rows.getCopyOfBuffer()));
    rows.clear();
    if (free.size() < SeriesShares.COUNT && rows.getSharedBuffer().length <= MOST_KEPT_BYTES) {
      free.push(rows);
    }
  }
}
