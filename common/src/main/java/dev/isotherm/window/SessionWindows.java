package dev.isotherm.window;

import dev.isotherm.model.DurationText;
import java.time.Duration;

/**
 * Sessions of a series: from a reading to one gap after the last reading that is within the gap of
 * another. This class gives the window of a reading on its own. Windows that overlap or touch are
 * merged into one session.
 */
public final class SessionWindows implements Windowing {

  private static final long serialVersionUID = 1;

  private final long gapMillis;

  SessionWindows(Duration gap) {
    if (gap.toMillis() < 1 || gap.compareTo(MAX_SIZE) > 0) {
      throw new IllegalArgumentException(
          "session gap %s: must be at least 1 ms and at most %s"
              .formatted(DurationText.format(gap), DurationText.format(MAX_SIZE)));
    }
    this.gapMillis = gap.toMillis();
  }

  /** Returns the largest distance between neighbouring readings of one session. */
  public Duration gap() {
    return Duration.ofMillis(gapMillis);
  }

  @Override
  public long startOf(long epochMillis) {
    return epochMillis;
  }

  @Override
  public long endOf(long epochMillis) {
    return epochMillis + gapMillis;
  }

  /** Returns whether the bounds are at least one gap apart; a session has no largest size. */
  @Override
  public boolean isWindow(long startMillis, long endMillis) {
    return endMillis - startMillis >= gapMillis;
  }

  @Override
  public String toString() {
    return "sessions with gaps of " + DurationText.format(gap());
  }
}
