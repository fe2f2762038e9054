package dev.isotherm.signal.window;

/**
 * How long a condition held in a window. Each reading stands until the next one, and no longer than
 * until it is stale.
 */
final class SecondsWhere implements Aggregate {

  private static final double MILLIS_PER_SECOND = 1_000;

  private final long staleMillis;

  /** How long the condition held from the first to the last reading of the window. */
  private long heldMillis;

  SecondsWhere(long staleMillis) {
    this.staleMillis = staleMillis;
  }

  @Override
  public boolean needsBase() {
    return true;
  }

  @Override
  public void add(Window window, long index) {
    if (index > window.start()) {
      heldMillis += heldUntilNext(window.log(), index - 1);
    }
  }

  @Override
  public void remove(Window window, long index) {
    if (index + 1 < window.end()) {
      heldMillis -= heldUntilNext(window.log(), index);
    }
  }

  private long heldUntilNext(ReadingLog log, long index) {
    return held(log, index, log.epochMillis(index), log.epochMillis(index + 1));
  }

  /** How long the condition held from an instant to another, by a reading before both. */
  private long held(ReadingLog log, long index, long fromMillis, long toMillis) {
    long standsUntil = Math.min(toMillis, log.epochMillis(index) + staleMillis);
    return log.held(index) ? Math.max(0, standsUntil - fromMillis) : 0;
  }

  @Override
  public double result(Window window) {
    ReadingLog log = window.log();
    long at = window.atMillis();
    long total = heldMillis;
    if (!window.isEmpty()) {
      long last = window.end() - 1;
      total += held(log, last, log.epochMillis(last), at);
    }
    long base = window.base();
    if (base != Window.NO_BASE) {
      long next = window.isEmpty() ? at : log.epochMillis(window.start());
      total += held(log, base, window.startMillis(), next);
    }
    return Aggregates.orZeroOnceKnown(window, total / MILLIS_PER_SECOND);
  }
}
