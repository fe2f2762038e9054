package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.Windowing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Folds readings that are in the same windows. Where these overlap, a reading is still added once,
 * and what is folded goes to each of them.
 */
final class WindowPreAggregator implements PreAggregator {

  private static final int FEWEST_PLACES = 1 << 10;

  /** So many partials are made, and so many readings come, before those at rest are looked for. */
  static final int SOME_PARTIALS = 1 << 12;

  static final int MANY_READINGS = 1 << 20;

  private final Windowing windowing;
  private final Consumer<PartialAggregate> send;

  /** By the one of their windows that ends first. */
  private final Map<SeriesWindow, Folded> partials = new HashMap<>();

  /** Since those at rest were looked for. */
  private int made;

  private long readings;

  /** None of their windows ends before. */
  private long nextEnd = Long.MAX_VALUE;

  /**
   * Where the last reading of each series is, by the lowest bits of the number of the series. Two
   * that share a place take it from each other; both are found by their windows all the same.
   */
  private Latest[] latest = new Latest[FEWEST_PLACES];

  /** Instants of a series that have the same windows, and what is folded of them. */
  private record Latest(
      Series series, long startMillis, long endMillis, AverageAccumulator average) {}

  /** What is folded, and how many readings it had when those at rest were looked for. */
  private static final class Folded {
    final PartialAggregate partial;
    long countBefore;

    Folded(PartialAggregate partial) {
      this.partial = partial;
    }

    long end() {
      return partial.window().lastMillis();
    }
  }

  WindowPreAggregator(Windowing windowing, Consumer<PartialAggregate> send) {
    this.windowing = windowing;
    this.send = send;
  }

  /** That a series is the same object is seen at once; what is equal too is found by its window. */
  @SuppressWarnings("ReferenceEquality")
  @Override
  public boolean addToLatest(Series series, int number, long epochMillis, double value) {
    Latest at = latest[number & (latest.length - 1)];
    if (at == null
        || at.series != series
        || epochMillis < at.startMillis
        || epochMillis >= at.endMillis) {
      return false;
    }
    at.average.add(value);
    readings++;
    return true;
  }

  @Override
  public void add(long epochMillis, double value, SeriesWindow first, int number) {
    Folded folded = partials.get(first);
    if (folded == null) {
      makeRoom();
      folded = new Folded(new PartialAggregate(first, new AverageAccumulator(), epochMillis));
      partials.put(first, folded);
      nextEnd = Math.min(nextEnd, first.lastMillis());
      made++;
      makePlaces();
    }
    folded.partial.average().add(value);
    readings++;
    latest[number & (latest.length - 1)] = latestOf(folded.partial, first.series());
  }

  private void makeRoom() {
    if (partials.size() == MOST_PARTIALS) {
      flush();
    } else if (made >= SOME_PARTIALS && readings >= MANY_READINGS) {
      sendThoseAtRest();
    }
  }

  /** A file that is in the order of time does not come back to its windows; they need not wait. */
  private void sendThoseAtRest() {
    sendIf(
        folded -> {
          long count = folded.partial.average().count();
          boolean atRest = count == folded.countBefore;
          folded.countBefore = count;
          return atRest;
        });
    made = 0;
    readings = 0;
  }

  /** Those whose first window ends; the others can wait for more readings. */
  @Override
  public void sendBefore(long watermark) {
    if (watermark >= nextEnd) {
      sendIf(folded -> folded.end() <= watermark);
      nextEnd = partials.values().stream().mapToLong(Folded::end).min().orElse(Long.MAX_VALUE);
    }
  }

  /** At least as many as there are series; what was in the old ones is soon found again. */
  private void makePlaces() {
    if (partials.size() > latest.length) {
      latest = new Latest[2 * latest.length];
    }
  }

  /** Where windows slide, instants of another slide have other windows. */
  private Latest latestOf(PartialAggregate partial, Series series) {
    SeriesWindow window = partial.window();
    long step = windowing.slideMillis();
    long start = step == 0 ? window.startMillis() : window.endMillis() - step;
    return new Latest(series, start, window.endMillis(), partial.average());
  }

  @Override
  public void flush() {
    sendIf(folded -> true);
    nextEnd = Long.MAX_VALUE;
    made = 0;
    readings = 0;
  }

  /** And forgets where readings went: nothing may be added to what was sent. */
  private void sendIf(Predicate<Folded> leaves) {
    partials
        .values()
        .removeIf(
            folded -> {
              boolean sent = leaves.test(folded);
              if (sent) {
                sendToWindows(folded.partial);
              }
              return sent;
            });
    Arrays.fill(latest, null);
  }

  private void sendToWindows(PartialAggregate partial) {
    send.accept(partial);
    for (int i = 1; i < windowing.windowsPerReading(); i++) {
      SeriesWindow window = partial.window().shifted(i * windowing.slideMillis());
      send.accept(new PartialAggregate(window, partial.average(), partial.firstMillis()));
    }
  }
}
