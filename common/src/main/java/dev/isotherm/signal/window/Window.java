package dev.isotherm.signal.window;

import dev.isotherm.signal.Span;
import dev.isotherm.window.Windowing;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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

  /** Finds the start of the window; {@code null} if it is not that of a period of the calendar. */
  private final @Nullable Windowing calendar;

  /** The indices of the oldest reading, and after the newest. */
  private long start;

  private long end;

  /** The instant at which the window ends. */
  private long atMillis;

  private long startMillis;

  /** An empty window, which takes the readings of the log when it is moved. */
  public Window(WindowForm form, ReadingLog log) {
    this.form = form;
    this.log = log;
    aggregate = Aggregates.of(form);
    calendar =
        form.span() instanceof Span.Calendar period
            ? Windowing.calendar(period.unit(), period.zone())
            : null;
    start = log.first();
    end = log.first();
  }

  /** Moves the window to an instant, which is not before that of the last call. */
  public void moveTo(long epochMillis) {
    atMillis = epochMillis - form.ageMillis();
    startMillis = calendar == null ? atMillis - form.spanMillis() : calendar.startOf(atMillis);
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
    if (!form.isOfTime()) {
      return end - index > form.mostReadings();
    }
    return calendar == null
        ? log.epochMillis(index) <= startMillis
        : log.epochMillis(index) < startMillis;
  }

  /** Returns the function's value at the instant of the window; NaN if it is absent. */
  public double result() {
    return aggregate.result(this);
  }

  /**
   * Returns how far a value, which is not among the readings, is from their mean; NaN if this is
   * absent.
   *
   * @throws ClassCastException if the function is no deviation
   */
  public double deviationOf(double value) {
    return ((DeviationFromEarlier) aggregate).result(value);
  }

  WindowForm form() {
    return form;
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

  /**
   * The instant after which the window begins, if it is one of time. A period of the calendar
   * begins with this instant.
   */
  long startMillis() {
    return startMillis;
  }

  /** Whether a reading no longer stands at the instant of the window. */
  boolean isStale(long index) {
    return atMillis - log.epochMillis(index) > form.staleMillis();
  }

  /** Returns the reading whose value stood at the start of the window, or {@link #NO_BASE}. */
  long base() {
    long base = start - 1;
    boolean isKnown =
        form.isOfTime()
            && base >= log.first()
            && !hasReadingAtStart()
            && startMillis - log.epochMillis(base) <= form.staleMillis();
    return isKnown ? base : NO_BASE;
  }

  /** A reading of the instant at which a period of the calendar begins has the value there. */
  private boolean hasReadingAtStart() {
    return calendar != null && !isEmpty() && log.epochMillis(start) == startMillis;
  }

  /** The index of the oldest reading that the window may still need. */
  public long oldestNeeded() {
    long base = aggregate.needsBase() ? base() : NO_BASE;
    return base == NO_BASE ? start : base;
  }

  /** Takes over what the readings of the log do not tell, from a window of the same form. */
  public void copyFrom(Window other) {
    if (form.keepsAll()) {
      start = other.start;
      end = other.start;
      ((DeviationFromEarlier) aggregate).copyFrom((DeviationFromEarlier) other.aggregate);
    }
  }

  /** Writes what the readings of the log do not tell. */
  public void writeTo(DataOutput out) throws IOException {
    if (form.keepsAll()) {
      out.writeInt((int) (log.end() - start));
      ((DeviationFromEarlier) aggregate).writeTo(out);
    }
  }

  /** Reads what {@link #writeTo} wrote, before the window is moved. */
  public void readFrom(DataInput in) throws IOException {
    if (form.keepsAll()) {
      start = log.end() - in.readInt();
      end = start;
      ((DeviationFromEarlier) aggregate).readFrom(in);
    }
  }
}
