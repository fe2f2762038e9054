package dev.isotherm.signal.window;

/** How many seconds before the end of a window a condition last held in one of its readings. */
final class SecondsSince implements Aggregate {

  private static final double MILLIS_PER_SECOND = 1_000;
  private static final long NEVER = -1;

  /** The newest reading in which the condition held; it may have left the window. */
  private long newest = NEVER;

  @Override
  public void add(Window window, long index) {
    if (window.log().held(index)) {
      newest = index;
    }
  }

  @Override
  public double result(Window window) {
    return newest < window.start()
        ? Double.NaN
        : (window.atMillis() - window.log().epochMillis(newest)) / MILLIS_PER_SECOND;
  }
}
