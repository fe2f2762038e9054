package dev.isotherm.signal.window;

/** In how many readings of a window a condition held. */
final class CountWhere implements Aggregate {

  private long count;

  @Override
  public void add(Window window, long index) {
    count += window.log().held(index) ? 1 : 0;
  }

  @Override
  public void remove(Window window, long index) {
    count -= window.log().held(index) ? 1 : 0;
  }

  @Override
  public double result(Window window) {
    return Aggregates.orZeroOnceKnown(window, (double) count);
  }
}
