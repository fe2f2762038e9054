package dev.isotherm.pipeline;

import dev.isotherm.average.PartialAverage;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Folds readings of a series as long as each is within the gap of those before it. One that is not
 * sends these on and begins anew.
 */
final class FoldSessions implements Fold {

  private final Consumer<Partial> send;
  private final Map<Series, Partial> partials = new HashMap<>();

  FoldSessions(Consumer<Partial> send) {
    this.send = send;
  }

  @Override
  public void add(Reading reading, SeriesWindow alone) {
    Partial before = partials.get(reading.series());
    PartialAverage average;
    SeriesWindow window;
    if (before != null && before.window().touches(alone)) {
      average = before.average();
      window = before.window().joined(alone);
    } else {
      average = new PartialAverage();
      window = alone;
      if (before != null) {
        send.accept(before);
      } else if (partials.size() == MOST_PARTIALS) {
        flush();
      }
    }
    average.add(reading.value());
    partials.put(reading.series(), new Partial(window, average, window.startMillis()));
  }

  @Override
  public void flush() {
    partials.values().forEach(send);
    partials.clear();
  }
}
