package dev.isotherm.window;

import dev.isotherm.model.SeriesWindow;

/** Decides when a window is closed for good. */
public final class Lateness {
  private Lateness() {}

  /**
   * Returns the watermark at which a window is closed for good: its last instant plus the allowed
   * lateness, or the highest watermark if the sum overflows.
   */
  public static long cleanupTime(SeriesWindow window, long allowedLatenessMillis) {
    return cleanupTime(window.lastMillis(), allowedLatenessMillis);
  }

  /** Returns the watermark at which a window with the given last instant is closed for good. */
  public static long cleanupTime(long lastMillis, long allowedLatenessMillis) {
    long cleanupTime = lastMillis + allowedLatenessMillis;
    return cleanupTime >= lastMillis ? cleanupTime : Long.MAX_VALUE;
  }

  /** Returns whether a reading of a window is late. */
  public static boolean isLate(SeriesWindow window, long allowedLatenessMillis, long watermark) {
    return cleanupTime(window, allowedLatenessMillis) <= watermark;
  }

  /**
   * Returns the watermark that ends the windows of the latest reading when the input becomes idle.
   * It must make no later reading late: where windows overlap for longer than they may change, the
   * last ones stay open.
   */
  public static long watermarkOfIdleness(
      Windowing windowing, long allowedLatenessMillis, long latestMillis) {
    long firstEnds = windowing.endOf(latestMillis) - 1;
    long firstIsStillOpen = cleanupTime(firstEnds, allowedLatenessMillis) - 1;
    long lastEnds = windowing.lastEndOf(latestMillis) - 1;
    return Math.min(lastEnds, Math.max(firstEnds, firstIsStillOpen));
  }
}
