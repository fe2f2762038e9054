package dev.isotherm.flow.average;

import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;
import java.util.function.Consumer;

/** The readings of one subtask, folded until they are sent on. Not thread-safe. */
interface PreAggregator {

  /** About 30 MB per subtask at most. */
  int MOST_PARTIALS = 1 << 16;

  /**
   * Adds a reading to what the reading of its series before it was folded into, if it belongs there
   * too, and cannot be late if that one was not. Most do, and so need no window of their own.
   *
   * @param number a hint where to look for the series, see {@link ReadingBlock#seriesSlots}
   * @return whether it was added
   */
  boolean addToLatest(Series series, int number, long epochMillis, double value);

  /**
   * Adds a reading. What is there already is sent before, if it is too much, has been at rest for
   * long, or cannot be in one partial average with this reading.
   *
   * @param first the window of the reading that ends first
   * @param number as for {@link #addToLatest}
   */
  void add(long epochMillis, double value, SeriesWindow first, int number);

  /** Sends what a watermark must not overtake: what the merge lets go when it gets there. */
  void sendBefore(long watermark);

  /** Sends all that is there. */
  void flush();

  /**
   * An empty one that folds what is in the same windows.
   *
   * @param send is given what is sent on, and may keep it
   */
  static PreAggregator by(Windowing windowing, Consumer<PartialAggregate> send) {
    return windowing instanceof SessionWindows sessions
        ? new SessionPreAggregator(sessions, send)
        : new WindowPreAggregator(windowing, send);
  }
}
