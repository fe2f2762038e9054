package dev.isotherm.window;

import dev.isotherm.model.SeriesWindow;

/** When a window is closed for good. */
public final class Lateness {
  private Lateness() {}

  /** The watermark at which nothing can change a window any more; the last one if that is never. */
  public static long closedAt(SeriesWindow window, long allowedLatenessMillis) {
    return closedAt(window.lastMillis(), allowedLatenessMillis);
  }

  /** The same of any window whose last instant this is. */
  public static long closedAt(long lastMillis, long allowedLatenessMillis) {
    long closedAt = lastMillis + allowedLatenessMillis;
    return closedAt >= lastMillis ? closedAt : Long.MAX_VALUE;
  }

  /** Whether a reading of a window comes too late. */
  public static boolean isLate(SeriesWindow window, long allowedLatenessMillis, long watermark) {
    return closedAt(window, allowedLatenessMillis) <= watermark;
  }
}
