package dev.isotherm.signal.window;

import dev.isotherm.signal.Span;

/**
 * The readings of a log that a function over time sees at an instant, and the function's aggregate
 * of them. The window moves forward in time only.
 */
public final class Window {

  /** No reading stands before the window, or it is not known, or it was stale by its start. */
  static final long NO_BASE = -1;

  private final ReadingLog log;
  private final Aggregate aggregate;
  private final WindowForm form;

  /** The indices of the oldest reading, and after the newest. */
  private long start;

  private long end;

  /** The instant at which the window ends. */
  private long atMillis;

  /** An empty window, which takes the readings of the log when it is moved. */
  public Window(WindowForm form, ReadingLog log) {
    this.form = form;
    this.log = log;
    aggregate = form.newAggregate();
    start = log.first();
    end = log.first();
  }

  /** Moves the window to an instant, which is not before that of the last call. */
  public void moveTo(long epochMillis) {
    atMillis = epochMillis - form.ageMillis();
    while (end < log.end() && log.epochMillis(end) <= atMillis) {
      aggregate.add(this, end);
      end++;
    }
    while (start < end && isTooOld(start)) {
      aggregate.remove(this, start);
      start++;
    }
  }

  private boolean isTooOld(long index) {
    return form.overTime().span() instanceof Span.Readings readings
        ? end - index > readings.count()
        : log.epochMillis(index) <= startMillis();
  }

  /** Returns the function's value at the instant of the window; NaN if it is absent. */
  public double result() {
    return aggregate.result(this);
  }

  ReadingLog log() {
    return log;
  }

  long start() {
    return start;
  }

  long end() {
    return end;
  }

  boolean isEmpty() {
    return start == end;
  }

  long atMillis() {
    return atMillis;
  }

  /** The instant after which the window begins, if it is one of time. */
  long startMillis() {
    return atMillis - form.spanMillis();
  }

  /** Returns the reading whose value stood at the start of the window, or {@link #NO_BASE}. */
  long base() {
    long base = start - 1;
    boolean isKnown =
        form.spanMillis() > 0
            && base >= log.first()
            && startMillis() - log.epochMillis(base) <= form.staleMillis();
    return isKnown ? base : NO_BASE;
  }

  /** The index of the oldest reading that the window may still need. */
  public long oldestNeeded() {
    long base = aggregate.needsBase() ? base() : NO_BASE;
    return base == NO_BASE ? start : base;
  }
}
