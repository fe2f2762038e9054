package dev.isotherm.pipeline;

import dev.isotherm.average.SessionWindows;
import dev.isotherm.average.Windowing;
import dev.isotherm.model.Reading;
import dev.isotherm.model.SeriesWindow;
import java.util.function.Consumer;

/** The readings of one subtask, folded until they are sent on. Not thread-safe. */
interface Fold {

  /** About 30 MB per subtask at most. */
  int MOST_PARTIALS = 1 << 16;

  /**
   * Adds a reading. What is there already is sent before, if it is too much, or cannot be in one
   * partial average with this reading.
   *
   * @param first the window of the reading that ends first
   */
  void add(Reading reading, SeriesWindow first, Consumer<Partial> send);

  /** Sends all that is there. */
  void flush(Consumer<Partial> send);

  /** An empty one that folds what is in the same windows. */
  static Fold by(Windowing windowing) {
    return windowing instanceof SessionWindows ? new FoldSessions() : new FoldWindows(windowing);
  }
}
