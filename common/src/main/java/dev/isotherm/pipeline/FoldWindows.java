package dev.isotherm.pipeline;

import dev.isotherm.average.PartialAverage;
import dev.isotherm.average.Windowing;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Folds readings that are in the same windows. Where these overlap, a reading is still added once,
 * and what is folded goes to each of them.
 */
final class FoldWindows implements Fold {

  private final Windowing windowing;
  private final Consumer<Partial> send;

  /** By the one of their windows that ends first. */
  private final Map<SeriesWindow, Partial> partials = new HashMap<>();

  /** Where the last reading of each series is. */
  private final Map<Series, Latest> latest = new HashMap<>();

  /** Instants that have the same windows, and what is folded of them. */
  private record Latest(long startMillis, long endMillis, PartialAverage average) {}

  FoldWindows(Windowing windowing, Consumer<Partial> send) {
    this.windowing = windowing;
    this.send = send;
  }

  @Override
  public boolean addToLatest(Series series, long epochMillis, double value) {
    Latest at = latest.get(series);
    if (at == null || epochMillis < at.startMillis || epochMillis >= at.endMillis) {
      return false;
    }
    at.average.add(value);
    return true;
  }

  @Override
  public void add(long epochMillis, double value, SeriesWindow first) {
    Partial partial = partials.get(first);
    if (partial == null) {
      if (partials.size() == MOST_PARTIALS) {
        flush();
      }
      partial = new Partial(first, new PartialAverage(), epochMillis);
      partials.put(first, partial);
    }
    partial.average().add(value);
    latest.put(first.series(), latestOf(partial));
  }

  /** Where windows slide, instants of another slide have other windows. */
  private Latest latestOf(Partial partial) {
    SeriesWindow window = partial.window();
    long step = windowing.stepMillis();
    long start = step == 0 ? window.startMillis() : window.endMillis() - step;
    return new Latest(start, window.endMillis(), partial.average());
  }

  @Override
  public void flush() {
    int windows = windowing.windowsPerReading();
    for (Partial partial : partials.values()) {
      send.accept(partial);
      for (int i = 1; i < windows; i++) {
        SeriesWindow window = partial.window().shifted(i * windowing.stepMillis());
        send.accept(new Partial(window, partial.average(), partial.firstMillis()));
      }
    }
    partials.clear();
    latest.clear();
  }
}
