package dev.isotherm.window;

import java.time.Duration;

/**
 * Windows of one length that begin one slide after another, counted from the epoch, so that each
 * instant is in length / slide of them.
 *
 * <p>All instants of one slide are in the same windows. So the window that ends first stands for
 * the slide too: it is its own last slide.
 */
final class SlidingWindows implements Windowing {

  private static final long serialVersionUID = 1;

  private final long lengthMillis;
  private final long slideMillis;

  SlidingWindows(Duration length, Duration slide) {
    if (slide.toMillis() < 1) {
      throw new IllegalArgumentException("slide " + slide + ": must be at least 1 ms");
    }
    if (length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("window " + length + ": must be at most " + LONGEST);
    }
    this.lengthMillis = length.toMillis();
    this.slideMillis = slide.toMillis();
    long windows = lengthMillis / slideMillis;
    if (windows < 1 || lengthMillis % slideMillis != 0 || windows > MOST_WINDOWS_PER_READING) {
      throw new IllegalArgumentException(
          "window "
              + length
              + ": must be a whole multiple of the slide "
              + slide
              + ", at most "
              + MOST_WINDOWS_PER_READING
              + " times as long");
    }
  }

  @Override
  public long startOf(long epochMillis) {
    return endOf(epochMillis) - lengthMillis;
  }

  @Override
  public long endOf(long epochMillis) {
    return epochMillis - Math.floorMod(epochMillis, slideMillis) + slideMillis;
  }

  @Override
  public int windowsPerReading() {
    return (int) (lengthMillis / slideMillis);
  }

  @Override
  public long stepMillis() {
    return slideMillis;
  }

  @Override
  public String toString() {
    return Duration.ofMillis(lengthMillis) + " every " + Duration.ofMillis(slideMillis);
  }
}
