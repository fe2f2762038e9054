package dev.isotherm.jobs.report;

import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The readings of a run that are no measurements, by the sensor table. */
public final class ImplausibleReport {

  private static final int MAX_SHOWN = 10;

  /** Of more series, only the number of readings is known. */
  private static final int MAX_SERIES = 10_000;

  private static final Comparator<Reading> EARLIEST =
      Comparator.comparingLong(Reading::epochMillis)
          .thenComparingLong(Reading::position)
          .thenComparingDouble(Reading::value);

  private final Map<Kind, OfSeries> bySeries = new HashMap<>();
  private long count;

  private record Kind(Series series, Exclusion why) {}

  /**
   * The readings of one series that are excluded.
   *
   * @param first the earliest of them
   */
  public record OfSeries(Exclusion why, long count, Reading first) {

    private OfSeries plus(OfSeries other) {
      Reading earlier = EARLIEST.compare(first, other.first) <= 0 ? first : other.first;
      return new OfSeries(why, count + other.count, earlier);
    }

    public Series series() {
      return first.series();
    }

    /** Why they are excluded, in words. */
    public String words() {
      return why == Exclusion.IMPLAUSIBLE_RANGE
          ? "outside of the valid range"
          : "with a value that is stuck";
    }
  }

  /** Adds an entry of the late log, if it is one of an implausible reading. */
  void add(LateReading entry) {
    if (!entry.excludedFrom().isImplausible()) {
      return;
    }
    count++;
    OfSeries one = new OfSeries(entry.excludedFrom(), 1, entry.reading());
    Kind kind = new Kind(one.series(), one.why());
    if (bySeries.size() < MAX_SERIES || bySeries.containsKey(kind)) {
      bySeries.merge(kind, one, OfSeries::plus);
    }
  }

  /** How many readings are excluded. */
  public long count() {
    return count;
  }

  /** The excluded readings of each series; the series with the most comes first. */
  public List<OfSeries> entries() {
    return bySeries.values().stream()
        .sorted(
            Comparator.comparingLong(OfSeries::count)
                .reversed()
                .thenComparing(OfSeries::series)
                .thenComparing(OfSeries::why))
        .toList();
  }

  /**
   * Prints one line for each series.
   *
   * @param late where all of the readings are
   */
  void print(PrintWriter err, String late) {
    List<OfSeries> entries = entries();
    for (OfSeries one : entries.subList(0, Math.min(entries.size(), MAX_SHOWN))) {
      err.printf(
          "excluded %d %s of %s{%s} %s, such as %s at %s%n",
          one.count(),
          one.count() == 1 ? "reading" : "readings",
          one.series().metric(),
          one.series().sensorId(),
          one.words(),
          JsonLinesWriter.number(one.first().value()),
          JsonLinesWriter.instant(one.first().epochMillis()));
    }
    if (entries.size() > MAX_SHOWN) {
      err.printf("… and those of %d more series, in %s%n", entries.size() - MAX_SHOWN, late);
    }
  }
}
