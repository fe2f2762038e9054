package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.partial.KeptReadings;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialSink;
import dev.isotherm.flow.state.KeyedBuffer;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.SessionWindows;
import org.jspecify.annotations.Nullable;

/**
 * Adds up readings of a series as long as each one is within the gap of those before. A reading
 * that is not sends the aggregate and starts a new one.
 */
final class SessionPreAggregator implements PreAggregator {

  private final long gapMillis;
  private final boolean percentiles;
  private final PartialSink send;
  private final KeyedBuffer<Series, Open> open = new KeyedBuffer<>();
  private boolean keepsReadings;

  SessionPreAggregator(SessionWindows sessions, boolean percentiles, PartialSink send) {
    this.gapMillis = sessions.gap().toMillis();
    this.percentiles = percentiles;
    this.send = send;
  }

  @Override
  public boolean addToLatest(Series series, int slot, long epochMillis, double value) {
    Open session = open.get(series);
    // A reading before the start of the session may be late.
    if (session == null || epochMillis < session.start || epochMillis > session.end) {
      return false;
    }
    session.end = Math.max(session.end, epochMillis + gapMillis);
    session.add(epochMillis, value);
    return true;
  }

  @Override
  public void add(long epochMillis, double value, SeriesWindow alone, int slot) {
    Series series = alone.series();
    Open session = open.get(series);
    if (session == null || !session.window(series).touches(alone)) {
      if (session != null) {
        send.add(session.partial(series));
      } else if (open.size() == PreAggregator.maxPartials(percentiles)) {
        flush();
      }
      session = new Open(alone, PreAggregator.accumulator(percentiles), keepsReadings);
      open.put(series, session);
    }
    session.start = Math.min(session.start, alone.startMillis());
    session.end = Math.max(session.end, alone.endMillis());
    session.add(epochMillis, value);
  }

  @Override
  public void keepReadings(boolean keep) {
    keepsReadings = keep;
  }

  /** Sends all: where a session ends is known only where sessions are merged. */
  @Override
  public void sendBefore(long watermark) {
    flush();
  }

  @Override
  public void flush() {
    open.forEach((series, session) -> send.add(session.partial(series)));
    open.clear();
  }

  /** The open session of a series. Mutable, so that a reading allocates no object. */
  private static final class Open {
    long start;
    long end;
    final AverageAccumulator average;
    final @Nullable KeptReadings kept;

    Open(SeriesWindow alone, AverageAccumulator empty, boolean keepsReadings) {
      average = empty;
      start = alone.startMillis();
      end = alone.endMillis();
      kept = keepsReadings ? new KeptReadings() : null;
    }

    void add(long epochMillis, double value) {
      average.add(value);
      if (kept != null) {
        kept.add(epochMillis, value);
      }
    }

    SeriesWindow window(Series series) {
      return new SeriesWindow(series, start, end);
    }

    PartialAggregate partial(Series series) {
      return new PartialAggregate(
          window(series), average, start, average.count() == 1 ? null : kept);
    }
  }
}
