package dev.isotherm.pipeline;

import dev.isotherm.average.PartialAverage;
import dev.isotherm.average.Windowing;
import dev.isotherm.model.Reading;
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

  FoldWindows(Windowing windowing, Consumer<Partial> send) {
    this.windowing = windowing;
    this.send = send;
  }

  @Override
  public void add(Reading reading, SeriesWindow first) {
    Partial partial = partials.get(first);
    if (partial == null) {
      if (partials.size() == MOST_PARTIALS) {
        flush();
      }
      partial = new Partial(first, new PartialAverage(), reading.epochMillis());
      partials.put(first, partial);
    }
    partial.average().add(reading.value());
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
  }
}
