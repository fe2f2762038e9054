package dev.isotherm.window;

import java.time.Duration;

/**
 * Sessions of a series: from a reading to one gap after the last that is no further than the gap
 * from another. Here is the window that a reading has when it is alone; where such windows overlap
 * or touch, they are one.
 */
public final class SessionWindows implements Windowing {

  private static final long serialVersionUID = 1;

  private final long gapMillis;

  SessionWindows(Duration gap) {
    if (gap.toMillis() < 1 || gap.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "session gap " + gap + ": must be at least 1 ms and at most " + LONGEST);
    }
    this.gapMillis = gap.toMillis();
  }

  /** How far readings of one session may lie apart. */
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

  /** A session goes on for as long as its readings do. */
  @Override
  public boolean isWindow(long startMillis, long endMillis) {
    return endMillis - startMillis >= gapMillis;
  }

  @Override
  public String toString() {
    return "sessions with gaps of " + gap();
  }
}
