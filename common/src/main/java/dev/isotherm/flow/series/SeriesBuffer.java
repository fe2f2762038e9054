package dev.isotherm.flow.series;

import dev.isotherm.flow.state.KeyedBuffer;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Buffers readings in columns, 28 bytes each, and sorts those of each series: by instant, then by
 * position, then by value. A reading that is there twice, with all three, is kept once. Not
 * thread-safe.
 */
final class SeriesBuffer {

  /** The most readings of a chunk. */
  static final int CHUNK = 1 << 8;

  private static final int INITIAL = 1 << 10;
  private static final int SLOTS = 1 << 12;

  private final int mostReadings;
  private final int mostSeries;

  private final KeyedBuffer<Series, Numbered> numbers = new KeyedBuffer<>();
  private final List<Series> series = new ArrayList<>();

  /** The latest series of each slot, so that most readings cost a comparison of references. */
  private final @Nullable Numbered[] latest = new Numbered[SLOTS];

  private int[] numberOf = new int[INITIAL];
  private long[] millis = new long[INITIAL];
  private long[] positions = new long[INITIAL];
  private double[] values = new double[INITIAL];
  private int count;

  private record Numbered(Series series, int number) {}

  /**
   * Creates an empty buffer.
   *
   * @param mostReadings how many readings it holds
   * @param mostSeries of how many series
   */
  SeriesBuffer(int mostReadings, int mostSeries) {
    this.mostReadings = mostReadings;
    this.mostSeries = mostSeries;
  }

  boolean isFull() {
    return count == mostReadings || series.size() == mostSeries;
  }

  /** Adds a reading of a block. The buffer must not be full. */
  void add(ReadingBlock block, int index) {
    if (count == millis.length) {
      grow();
    }
    numberOf[count] = number(block.series()[index], block.seriesSlots()[index]);
    millis[count] = block.epochMillis()[index];
    positions[count] = block.positions()[index];
    values[count++] = block.values()[index];
  }

  private void grow() {
    int size = Math.min(mostReadings, 2 * count);
    numberOf = Arrays.copyOf(numberOf, size);
    millis = Arrays.copyOf(millis, size);
    positions = Arrays.copyOf(positions, size);
    values = Arrays.copyOf(values, size);
  }

  /** Compares series by identity, which is fast; an equal series is found by its hash. */
  @SuppressWarnings("ReferenceEquality")
  private int number(Series one, int slot) {
    Numbered last = latest[slot & (SLOTS - 1)];
    if (last == null || last.series != one) {
      Numbered known = numbers.get(one);
      int number = known == null ? series.size() : known.number;
      last = new Numbered(one, number);
      if (known == null) {
        numbers.put(one, last);
        series.add(one);
      }
      latest[slot & (SLOTS - 1)] = last;
    }
    return last.number;
  }

  /**
   * Empties the buffer.
   *
   * @param chunks receives the sorted readings of each series, at most {@link #CHUNK} at once, one
   *     series after the other
   */
  void flush(Consumer<SeriesReadings> chunks) {
    int[] end = new int[series.size()];
    int[] rows = rowsBySeries(end);
    RowSort sort = new RowSort(rows, this::compare);
    int from = 0;
    for (int number = 0; number < end.length; number++) {
      sort.sort(from, end[number]);
      int distinct = dropRepeated(rows, from, end[number]);
      send(series.get(number), rows, from, distinct, chunks);
      from = end[number];
    }
    count = 0;
    numbers.clear();
    series.clear();
    Arrays.fill(latest, null);
  }

  /**
   * The rows of each series together, in the order of arrival.
   *
   * @param end receives where the rows of each series end
   */
  private int[] rowsBySeries(int[] end) {
    for (int row = 0; row < count; row++) {
      end[numberOf[row]]++;
    }
    for (int number = 1; number < end.length; number++) {
      end[number] += end[number - 1];
    }
    int[] next = end.clone();
    int[] rows = new int[count];
    for (int row = count - 1; row >= 0; row--) {
      rows[--next[numberOf[row]]] = row;
    }
    return rows;
  }

  private int compare(int row, int other) {
    int byInstant = Long.compare(millis[row], millis[other]);
    if (byInstant != 0) {
      return byInstant;
    }
    return InstantOrder.compare(positions[row], values[row], positions[other], values[other]);
  }

  /** Moves the distinct rows of a series to the front, and returns where they end. */
  private int dropRepeated(int[] rows, int from, int to) {
    int distinct = from + 1;
    for (int i = from + 1; i < to; i++) {
      if (compare(rows[i - 1], rows[i]) != 0) {
        rows[distinct++] = rows[i];
      }
    }
    return distinct;
  }

  /** The chunks are of about the same size. */
  private void send(Series one, int[] rows, int from, int to, Consumer<SeriesReadings> chunks) {
    int parts = (to - from + CHUNK - 1) / CHUNK;
    int start = from;
    for (int part = 1; part <= parts; part++) {
      int stop = from + (int) ((long) (to - from) * part / parts);
      chunks.accept(chunk(one, rows, start, stop));
      start = stop;
    }
  }

  private SeriesReadings chunk(Series one, int[] rows, int from, int to) {
    SeriesReadings chunk =
        new SeriesReadings(one, new long[to - from], new double[to - from], new long[to - from]);
    for (int i = from; i < to; i++) {
      chunk.millis()[i - from] = millis[rows[i]];
      chunk.values()[i - from] = values[rows[i]];
      chunk.positions()[i - from] = positions[rows[i]];
    }
    return chunk;
  }
}
