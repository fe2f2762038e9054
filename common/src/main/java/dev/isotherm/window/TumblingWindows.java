package dev.isotherm.window;

import java.time.Duration;

/** Windows of one length, counted from the epoch. */
final class TumblingWindows implements Windowing {

  private static final long serialVersionUID = 1;

  private final long lengthMillis;

  TumblingWindows(Duration length) {
    this.lengthMillis = length.toMillis();
    if (lengthMillis < 1) {
      throw new IllegalArgumentException("window " + length + ": must be at least 1 ms");
    }
  }

  @Override
  public long startOf(long epochMillis) {
    return epochMillis - Math.floorMod(epochMillis, lengthMillis);
  }

  @Override
  public long endOf(long epochMillis) {
    return startOf(epochMillis) + lengthMillis;
  }

  @Override
  public String toString() {
    return Duration.ofMillis(lengthMillis).toString();
  }
}
