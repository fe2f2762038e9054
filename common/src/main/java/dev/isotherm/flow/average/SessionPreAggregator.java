package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.SessionWindows;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Folds readings of a series as long as each is within the gap of those before it. One that is not
 * sends these on and begins anew.
 */
final class SessionPreAggregator implements PreAggregator {

  private final long gapMillis;
  private final Consumer<PartialAggregate> send;
  private final Map<Series, Open> open = new HashMap<>();

  SessionPreAggregator(SessionWindows sessions, Consumer<PartialAggregate> send) {
    this.gapMillis = sessions.gap().toMillis();
    this.send = send;
  }

  @Override
  public boolean addToLatest(Series series, int number, long epochMillis, double value) {
    Open session = open.get(series);
    // Before its start, a reading may be late.
    if (session == null || epochMillis < session.start || epochMillis > session.end) {
      return false;
    }
    session.end = Math.max(session.end, epochMillis + gapMillis);
    session.average.add(value);
    return true;
  }

  @Override
  public void add(long epochMillis, double value, SeriesWindow alone, int number) {
    Series series = alone.series();
    Open session = open.get(series);
    if (session == null || !session.window(series).touches(alone)) {
      if (session != null) {
        send.accept(session.partial(series));
      } else if (open.size() == MOST_PARTIALS) {
        flush();
      }
      session = new Open(alone);
      open.put(series, session);
    }
    session.start = Math.min(session.start, alone.startMillis());
    session.end = Math.max(session.end, alone.endMillis());
    session.average.add(value);
  }

  /** All: where a session ends is only known where they are merged. */
  @Override
  public void sendBefore(long watermark) {
    flush();
  }

  @Override
  public void flush() {
    open.forEach((series, session) -> send.accept(session.partial(series)));
    open.clear();
  }

  /** The session of a series that may go on. Mutable, so that a reading costs no object. */
  private static final class Open {
    long start;
    long end;
    final AverageAccumulator average = new AverageAccumulator();

    Open(SeriesWindow alone) {
      start = alone.startMillis();
      end = alone.endMillis();
    }

    SeriesWindow window(Series series) {
      return new SeriesWindow(series, start, end);
    }

    PartialAggregate partial(Series series) {
      return new PartialAggregate(window(series), average, start);
    }
  }
}
