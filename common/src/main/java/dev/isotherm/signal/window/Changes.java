package dev.isotherm.signal.window;

/** How often the value changed from one reading to the next. */
final class Changes implements Aggregate {

  /** Those where both readings are in the window. */
  private long inside;

  @Override
  public boolean needsBase() {
    return true;
  }

  @Override
  public void add(Window window, long index) {
    if (index > window.start() && differ(window.log(), index - 1, index)) {
      inside++;
    }
  }

  @Override
  public void remove(Window window, long index) {
    if (index + 1 < window.end() && differ(window.log(), index, index + 1)) {
      inside--;
    }
  }

  private static boolean differ(ReadingLog log, long one, long two) {
    return log.value(one) != log.value(two);
  }

  @Override
  public double result(Window window) {
    long base = window.base();
    boolean isFirst =
        base != Window.NO_BASE && !window.isEmpty() && differ(window.log(), base, window.start());
    return Aggregates.orZeroOnceKnown(window, (double) (isFirst ? inside + 1 : inside));
  }
}
