package dev.isotherm.flow.average;

import dev.isotherm.model.SeriesWindow;
import java.util.Objects;

/**
 * A window as a key with the hash of its series: one subtask has all windows of a series, and ends
 * them in the order of time. Public only because Flink serialises it.
 *
 * @param window the window
 */
public record WindowKeyedBySeries(SeriesWindow window) {

  public WindowKeyedBySeries {
    Objects.requireNonNull(window, "window");
  }

  /** By hand, as that of {@link dev.isotherm.model.Series}. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof WindowKeyedBySeries that && window.equals(that.window));
  }

  /** That of the series: Flink sends a key where its hash says. */
  @Override
  public int hashCode() {
    return window.series().hashCode();
  }
}
