package dev.isotherm.flow.average;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.partial.PartialSink;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.window.SessionWindows;
import dev.isotherm.window.Windowing;

/** Adds up the readings of one subtask until they are sent. Not thread-safe. */
interface PreAggregator {

  /** The most partial aggregates of a subtask; they take about 30 MB. */
  int MAX_PARTIALS = 1 << 16;

  /** The most of them with percentiles; a sketch takes up to 24 kB, and usually below 1 kB. */
  int MAX_SKETCHES = 1 << 13;

  /**
   * Adds a reading to the partial aggregate of the previous reading of its series, if it belongs
   * there too and cannot be late if that one was not. This is true of most readings, and saves them
   * the search for their window.
   *
   * @param slot a hint where to look for the series, see {@link ReadingBlock#seriesSlots}
   * @return whether it was added
   */
  boolean addToLatest(Series series, int slot, long epochMillis, double value);

  /**
   * Adds a reading. Partial aggregates are sent before if there are too many of them, if they have
   * received no reading for long, or if they cannot include this reading.
   *
   * @param first the window of the reading that ends first
   * @param slot as for {@link #addToLatest}
   */
  void add(long epochMillis, double value, SeriesWindow first, int slot);

  /**
   * Whether aggregates keep their single readings from now on. All aggregates must have been sent
   * before.
   */
  void keepReadings(boolean keep);

  /** Sends the partial aggregates whose window the watermark ends. */
  void sendBefore(long watermark);

  /** Sends all partial aggregates. */
  void flush();

  /**
   * Makes a pre-aggregator for windows of a kind, whose averages have no percentiles.
   *
   * @param send receives each partial aggregate, and may keep it
   */
  static PreAggregator by(Windowing windowing, PartialSink send) {
    return by(windowing, false, send);
  }

  /**
   * Makes a pre-aggregator for windows of a kind.
   *
   * @param percentiles whether averages have percentiles
   * @param send receives each partial aggregate, and may keep it
   */
  static PreAggregator by(Windowing windowing, boolean percentiles, PartialSink send) {
    return windowing instanceof SessionWindows sessions
        ? new SessionPreAggregator(sessions, percentiles, send)
        : new WindowPreAggregator(windowing, percentiles, send);
  }

  /** The accumulator of no reading yet. */
  static AverageAccumulator accumulator(boolean percentiles) {
    AverageAccumulator empty = new AverageAccumulator();
    if (percentiles) {
      empty.keepPercentiles();
    }
    return empty;
  }

  /** The most partial aggregates of a subtask. */
  static int maxPartials(boolean percentiles) {
    return percentiles ? MAX_SKETCHES : MAX_PARTIALS;
  }
}
