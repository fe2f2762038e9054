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
 * with each message that brings one of its metrics, unless it is absent then. The value of the
 * signal has one with each evaluation after a message.
 */
final class TrackForm {

  private final ToDoubleFunction<Moment> reading;
  private final Set<String> metrics;
  private final boolean isOfSignal;
  private final List<WindowForm> windows = new ArrayList<>();
  private final Set<PastForm> pasts = new LinkedHashSet<>();

  TrackForm(ToDoubleFunction<Moment> reading, Set<String> metrics, boolean isOfSignal) {
    this.reading = reading;
    this.metrics = Set.copyOf(metrics);
    this.isOfSignal = isOfSignal;
  }

  ToDoubleFunction<Moment> reading() {
    return reading;
  }

  Set<String> metrics() {
    return metrics;
  }

  /** Whether its readings are the values of the signal. */
  boolean isOfSignal() {
    return isOfSignal;
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

  /** Whether a window has a number of readings, or all of them, however old they are. */
  boolean countsReadings() {
    return windows.stream().anyMatch(WindowForm::countsReadings);
  }

  /**
   * For how long a message may change a result. A value of the signal comes up to one step after
   * its messages, and a step is no longer than a window.
   */
  long lookBackMillis() {
    int steps = isOfSignal ? 2 : 1;
    LongStream ofWindows = windows.stream().mapToLong(form -> steps * form.lookBackMillis());
    LongStream ofPasts = pasts.stream().mapToLong(past -> past.ageMillis() + past.reachMillis());
    return LongStream.concat(ofWindows, ofPasts).max().orElse(0);
  }
}
