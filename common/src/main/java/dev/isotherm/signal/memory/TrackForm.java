package dev.isotherm.signal.memory;

import dev.isotherm.signal.window.WindowForm;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * An expression whose earlier readings are needed, and what they are needed for. It has a reading
 * with each message that brings one of its metrics, unless it is absent then.
 */
final class TrackForm {

  private final ToDoubleFunction<Moment> reading;
  private final Set<String> metrics;
  private final List<WindowForm> windows = new ArrayList<>();
  private final Set<PastForm> pasts = new LinkedHashSet<>();

  TrackForm(ToDoubleFunction<Moment> reading, Set<String> metrics) {
    this.reading = reading;
    this.metrics = Set.copyOf(metrics);
  }

  ToDoubleFunction<Moment> reading() {
    return reading;
  }

  Set<String> metrics() {
    return metrics;
  }

  List<WindowForm> windows() {
    return windows;
  }

  /** Returns the place of a window among those of this track. */
  int place(WindowForm window) {
    if (!windows.contains(window)) {
      windows.add(window);
    }
    return windows.indexOf(window);
  }

  Set<PastForm> pasts() {
    return pasts;
  }

  /** For how long a reading may change a result. */
  long lookBackMillis() {
    LongStream ofWindows = windows.stream().mapToLong(WindowForm::lookBackMillis);
    LongStream ofPasts = pasts.stream().mapToLong(past -> past.ageMillis() + past.reachMillis());
    return LongStream.concat(ofWindows, ofPasts).max().orElse(0);
  }
}
