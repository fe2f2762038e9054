package dev.isotherm.flow.average;

import dev.isotherm.model.Average;
import dev.isotherm.model.SeriesWindow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The average of a window, or its withdrawal. Both travel in one stream, because the last update of
 * a window counts.
 *
 * <p>Only sessions are withdrawn: [12:00, 12:10) and [12:20, 12:30) have been published, then a
 * late reading joins them. Now [12:20, 12:30) is withdrawn, and [12:00, 12:30) is the next revision
 * of [12:00, 12:10), because the start identifies a window. In BATCH mode nothing is published
 * before all input has been read, so nothing is withdrawn.
 *
 * @param window the series and the window
 * @param average its average; {@code null} if the published average is withdrawn
 */
public record AverageUpdate(SeriesWindow window, @Nullable Average average) {

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

  /** The published average of this window is part of another window now. */
  public static AverageUpdate withdrawn(SeriesWindow window) {
    return new AverageUpdate(window, null);
  }

  /** Whether the published average of this window no longer counts. */
  public boolean isWithdrawal() {
    return average == null;
  }
}
