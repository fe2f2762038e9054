package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.partial.KeptReadings;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialSink;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.Windowing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Adds up readings that are in the same windows. Where windows overlap, a reading is added once,
 * and the aggregate is sent to each window.
 */
final class WindowPreAggregator implements PreAggregator {

  private static final int INITIAL_SLOTS = 1 << 10;

  /** The map is replaced if it once had more than this many times the aggregates of now. */
  private static final int MUCH_LARGER = 4;

  /** After so many new aggregates and readings, aggregates that received no reading are sent. */
  static final int RESTING_CHECK_PARTIALS = 1 << 12;

  static final int RESTING_CHECK_READINGS = 1 << 20;

  /** So many readings are sent alone before it is tried again to aggregate any. */
  static final int READINGS_ALONE = 1 << 19;

  private final Windowing windowing;
  private final boolean percentiles;
  private final PartialSink send;

  /** Aggregates by the window that ends first. */
  private Map<SeriesWindow, Entry> partials = new HashMap<>();

  /** The most aggregates since the map was made, which its capacity follows. */
  private int most;

  /** New aggregates and readings since the last check for resting ones. */
  private int made;

  private long readings;

  private boolean keepsReadings;

  /**
   * How many readings are still sent alone, because hardly any window received a second one before
   * there were too many of them.
   */
  private int alone;

  /** How many were sent alone since the last flush. */
  private int sentAlone;

  /** No window of an aggregate ends before this instant. */
  private long nextEnd = Long.MAX_VALUE;

  /**
   * The aggregate of the last reading of each series, by the lowest bits of the slot of the series.
   * Two series may share an entry and evict each other; both are still found by their windows.
   */
  private Latest[] latest = new Latest[INITIAL_SLOTS];

  /** Instants of a series that have the same windows, and their aggregate. */
  private record Latest(
      Series series,
      long startMillis,
      long endMillis,
      AverageAccumulator average,
      @Nullable KeptReadings kept) {

    void add(long epochMillis, double value) {
      average.add(value);
      if (kept != null) {
        kept.add(epochMillis, value);
      }
    }
  }

  /** An aggregate, and its count of readings at the last check for resting ones. */
  private static final class Entry {
    final PartialAggregate partial;
    long countAtCheck;

    Entry(PartialAggregate partial) {
      this.partial = partial;
    }

    long end() {
      return partial.window().lastMillis();
    }
  }

  WindowPreAggregator(Windowing windowing, boolean percentiles, PartialSink send) {
    this.windowing = windowing;
    this.percentiles = percentiles;
    this.send = send;
  }

  /** Compares series by identity, which is fast; an equal series is found by its window. */
  @SuppressWarnings("ReferenceEquality")
  @Override
  public boolean addToLatest(Series series, int slot, long epochMillis, double value) {
    Latest at = latest[slot & (latest.length - 1)];
    if (at == null
        || at.series != series
        || epochMillis < at.startMillis
        || epochMillis >= at.endMillis) {
      return false;
    }
    at.add(epochMillis, value);
    readings++;
    return true;
  }

  @Override
  public void add(long epochMillis, double value, SeriesWindow first, int slot) {
    if (alone > 0) {
      alone--;
      sentAlone++;
      sendAlone(first, epochMillis, value);
      return;
    }
    Entry entry = partials.get(first);
    if (entry == null) {
      makeRoom();
      entry =
          new Entry(
              new PartialAggregate(
                  first,
                  PreAggregator.accumulator(percentiles),
                  epochMillis,
                  keepsReadings ? new KeptReadings() : null));
      partials.put(first, entry);
      nextEnd = Math.min(nextEnd, first.lastMillis());
      made++;
      growSlots();
    }
    Latest last = latestOf(entry.partial, first.series());
    last.add(epochMillis, value);
    readings++;
    latest[slot & (latest.length - 1)] = last;
  }

  @Override
  public void keepReadings(boolean keep) {
    keepsReadings = keep;
  }

  private void makeRoom() {
    if (partials.size() == PreAggregator.maxPartials(percentiles)) {
      boolean hardlyAny = readings < made + made / 4;
      flush();
      alone = hardlyAny ? READINGS_ALONE : 0;
    } else if (made >= RESTING_CHECK_PARTIALS && readings >= RESTING_CHECK_READINGS) {
      sendResting();
    }
  }

  /**
   * A file sorted by time does not return to earlier windows, so their aggregates need not wait.
   */
  private void sendResting() {
    sendIf(
        entry -> {
          long count = entry.partial.average().count();
          boolean resting = count == entry.countAtCheck;
          entry.countAtCheck = count;
          return resting;
        });
    made = 0;
    readings = 0;
  }

  /** Aggregates whose first window does not end yet wait for more readings. */
  @Override
  public void sendBefore(long watermark) {
    if (watermark >= nextEnd) {
      sendIf(entry -> entry.end() <= watermark);
      nextEnd = partials.values().stream().mapToLong(Entry::end).min().orElse(Long.MAX_VALUE);
    }
  }

  /** Keeps at least as many slots as there are aggregates; they fill again quickly. */
  private void growSlots() {
    if (partials.size() > latest.length) {
      latest = new Latest[2 * latest.length];
    }
  }

  /** Where windows slide, instants of the next slide are in other windows. */
  private Latest latestOf(PartialAggregate partial, Series series) {
    SeriesWindow window = partial.window();
    long step = windowing.slideMillis();
    long start = step == 0 ? window.startMillis() : window.endMillis() - step;
    return new Latest(series, start, window.endMillis(), partial.average(), partial.kept());
  }

  @Override
  public void flush() {
    if (sentAlone < PreAggregator.maxPartials(percentiles)) {
      alone = 0; // the stream has become slow, and there may be room for all windows
    }
    sentAlone = 0;
    sendIf(entry -> true);
    nextEnd = Long.MAX_VALUE;
    made = 0;
    readings = 0;
  }

  /** Also forgets the latest aggregates: nothing may be added to one that was sent. */
  private void sendIf(Predicate<Entry> leaves) {
    int size = partials.size();
    most = Math.max(most, size);
    partials
        .values()
        .removeIf(
            entry -> {
              boolean sent = leaves.test(entry);
              if (sent) {
                sendToWindows(entry.partial);
              }
              return sent;
            });
    if (most > INITIAL_SLOTS && most / MUCH_LARGER > size) {
      // Each of these steps takes as long as the capacity, which would stay what it once was.
      partials = new HashMap<>(partials);
      latest = new Latest[INITIAL_SLOTS];
      most = 0;
    } else {
      Arrays.fill(latest, null);
    }
  }

  private void sendToWindows(PartialAggregate partial) {
    if (partial.average().count() == 1) {
      sendAlone(partial.window(), partial.firstMillis(), partial.average().min());
      return;
    }
    send.add(partial);
    for (int i = 1; i < windowing.windowsPerReading(); i++) {
      send.add(partial.in(partial.window().shifted(i * windowing.slideMillis())));
    }
  }

  private void sendAlone(SeriesWindow first, long epochMillis, double value) {
    for (int i = 0; i < windowing.windowsPerReading(); i++) {
      send.add(first.shifted(i * windowing.slideMillis()), epochMillis, value);
    }
  }
}
