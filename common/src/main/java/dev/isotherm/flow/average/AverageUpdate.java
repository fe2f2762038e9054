package dev.isotherm.flow.average;

import dev.isotherm.model.Average;
import dev.isotherm.model.SeriesWindow;
import java.util.Objects;

/**
 * What became known of a window: its average, or that the window is no more. Both travel in one
 * stream, because of one window the last that was said counts.
 *
 * <p>Only sessions are withdrawn: [12:00, 12:10) and [12:20, 12:30) have been published, then a
 * late reading joins them. Now [12:20, 12:30) is withdrawn, and [12:00, 12:30) is the next revision
 * of [12:00, 12:10), because a window is named by its start. Where nothing is published before all
 * has been read, as in BATCH mode, nothing is ever withdrawn.
 *
 * @param window the series and the window
 * @param average its average; {@code null} if what was published of the window is withdrawn
 */
public record AverageUpdate(SeriesWindow window, Average average) {

  public AverageUpdate {
    Objects.requireNonNull(window, "window");
    if (average != null && !average.window().equals(window)) {
      throw new IllegalArgumentException("average " + average + ": must be of " + window);
    }
  }

  /** The first average of a window, or a later revision. */
  public static AverageUpdate of(Average average) {
    return new AverageUpdate(average.window(), average);
  }

  /** What was published of this window is part of another one now. */
  public static AverageUpdate withdrawn(SeriesWindow window) {
    return new AverageUpdate(window, null);
  }

  /** Whether there is no average of this window any more. */
  public boolean isWithdrawal() {
    return average == null;
  }
}
