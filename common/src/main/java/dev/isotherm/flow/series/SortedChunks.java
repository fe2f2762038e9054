package dev.isotherm.flow.series;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * Merges sorted chunks of one series. Chunks are added in the order of their first instants, so the
 * readings before the first instant of the next chunk can be taken. A reading that is in several
 * chunks, with its instant, position and value, is taken once. Not thread-safe.
 *
 * <p>A chunk is held until all of it is taken. So chunks are held that overlap in time. Of input in
 * the order of time, that is next to nothing. Of input in random order, it is one chunk of each
 * buffer that was sorted: at most {@link SeriesBuffer#CHUNK} readings of {@link
 * SortBySeries#MOST_READINGS}, so one reading of 512.
 *
 * <p>Whenever the readings of the chunks have doubled, the chunks are merged into one. So of
 * millions of equal readings, all of one instant, little more than one is held.
 */
public final class SortedChunks {

  /** The most readings that are taken at once. */
  private static final int BATCH = 1 << 10;

  /** Chunks of fewer readings are not merged into one. */
  static final int MERGE_FROM = 1 << 14;

  private final PriorityQueue<Cursor> cursors = new PriorityQueue<>(Cursor.BY_NEXT);
  private final Columns batch = new Columns(BATCH);

  /** The readings of all chunks, also those that are taken. */
  private int held;

  private int mergeAt = MERGE_FROM;

  /** A chunk, and the place of its next reading. */
  private static final class Cursor {
    static final Comparator<Cursor> BY_NEXT =
        (one, other) -> compare(one.chunk, one.next, other.chunk, other.next);

    final SeriesReadings chunk;
    int next;

    Cursor(SeriesReadings chunk) {
      this.chunk = chunk;
    }

    long millis() {
      return chunk.millis()[next];
    }

    boolean hasNext() {
      return next < chunk.size();
    }
  }

  private static int compare(SeriesReadings one, int place, SeriesReadings other, int itsPlace) {
    int byInstant = Long.compare(one.millis()[place], other.millis()[itsPlace]);
    return byInstant != 0
        ? byInstant
        : InstantOrder.compare(
            one.positions()[place],
            one.values()[place],
            other.positions()[itsPlace],
            other.values()[itsPlace]);
  }

  /** The number of readings that are in memory. */
  int held() {
    return held;
  }

  /** Adds a chunk. It is sorted and not empty. */
  public void add(SeriesReadings chunk) throws Exception {
    cursors.add(new Cursor(chunk));
    held += chunk.size();
    if (held >= mergeAt) {
      Columns merged = new Columns(BATCH);
      takeThrough(Long.MAX_VALUE, merged::add);
      held = merged.size();
      cursors.add(new Cursor(merged.take()));
      mergeAt = Math.max(MERGE_FROM, 2 * held);
    }
  }

  /**
   * Takes the readings before an instant.
   *
   * @param out receives them in order, many at once
   */
  public void takeBefore(long instant, ThrowingConsumer<SeriesReadings, Exception> out)
      throws Exception {
    if (instant > Long.MIN_VALUE) {
      take(instant - 1, out);
    }
  }

  /**
   * Takes all readings.
   *
   * @param out receives them in order, many at once
   */
  public void takeAll(ThrowingConsumer<SeriesReadings, Exception> out) throws Exception {
    take(Long.MAX_VALUE, out);
    mergeAt = MERGE_FROM;
  }

  private void take(long lastMillis, ThrowingConsumer<SeriesReadings, Exception> out)
      throws Exception {
    takeThrough(
        lastMillis,
        (chunk, place) -> {
          batch.add(chunk, place);
          if (batch.size() == BATCH) {
            out.accept(batch.take());
          }
        });
    if (batch.size() > 0) {
      out.accept(batch.take());
    }
  }

  /** Receives a reading of a chunk. */
  @FunctionalInterface
  private interface Out {
    void add(SeriesReadings chunk, int place) throws Exception;
  }

  private void takeThrough(long lastMillis, Out out) throws Exception {
    SeriesReadings before = null;
    int beforePlace = 0;
    while (!cursors.isEmpty() && cursors.peek().millis() <= lastMillis) {
      Cursor first = cursors.remove();
      Cursor second = cursors.peek();
      do {
        if (before == null || compare(before, beforePlace, first.chunk, first.next) != 0) {
          out.add(first.chunk, first.next);
        }
        before = first.chunk;
        beforePlace = first.next++;
      } while (first.hasNext()
          && first.millis() <= lastMillis
          && (second == null || Cursor.BY_NEXT.compare(first, second) <= 0));
      if (first.hasNext()) {
        cursors.add(first);
      } else {
        held -= first.chunk.size();
      }
    }
  }
}
