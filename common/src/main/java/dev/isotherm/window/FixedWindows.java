package dev.isotherm.window;

import static dev.isotherm.model.DurationText.format;

import java.time.Duration;

/**
 * Windows of one size that begin one slide after another, counted from the epoch, so that each
 * instant is in size / slide of them. Tumbling windows are those whose slide is their size.
 *
 * <p>All instants of one slide are in the same windows. So the window that ends first also stands
 * for the slide, which is the last one in that window.
 */
final class FixedWindows implements Windowing {

  private static final long serialVersionUID = 1;

  private final long sizeMillis;
  private final long slideMillis;
  private final int windowsPerReading;

  private FixedWindows(Duration size, Duration slide) {
    this.sizeMillis = size.toMillis();
    this.slideMillis = slide.toMillis();
    this.windowsPerReading = (int) (sizeMillis / slideMillis);
  }

  static FixedWindows tumbling(Duration size) {
    requireMillisecond("window", size);
    return new FixedWindows(size, size);
  }

  static FixedWindows sliding(Duration size, Duration slide) {
    requireMillisecond("slide", slide);
    if (size.compareTo(MAX_SIZE) > 0) {
      throw new IllegalArgumentException(
          "window " + format(size) + ": must be at most " + format(MAX_SIZE));
    }
    long windows = size.toMillis() / slide.toMillis();
    boolean isMultiple = size.toMillis() % slide.toMillis() == 0;
    if (windows < 1 || !isMultiple || windows > MAX_WINDOWS_PER_READING) {
      throw new IllegalArgumentException(
          String.format(
              "window %s: must be a whole multiple of the slide %s, at most %d times as long",
              format(size), format(slide), MAX_WINDOWS_PER_READING));
    }
    return new FixedWindows(size, slide);
  }

  private static void requireMillisecond(String name, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(name + " " + format(duration) + ": must be at least 1 ms");
    }
  }

  @Override
  public long startOf(long epochMillis) {
    return endOf(epochMillis) - sizeMillis;
  }

  @Override
  public long endOf(long epochMillis) {
    return epochMillis - Math.floorMod(epochMillis, slideMillis) + slideMillis;
  }

  @Override
  public int windowsPerReading() {
    return windowsPerReading;
  }

  @Override
  public long slideMillis() {
    return slideMillis;
  }

  @Override
  public String toString() {
    String size = format(Duration.ofMillis(sizeMillis));
    return windowsPerReading == 1
        ? size
        : size + " every " + format(Duration.ofMillis(slideMillis));
  }
}
