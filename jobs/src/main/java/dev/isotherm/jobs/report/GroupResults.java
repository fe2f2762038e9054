package dev.isotherm.jobs.report;

import dev.isotherm.group.GroupAverage;
import dev.isotherm.group.GroupBy;
import dev.isotherm.model.Series;
import dev.isotherm.sensors.SensorTable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The averages of groups of a bounded run, and the sensors that are in no group. */
public final class GroupResults {

  /** How many sensors without a group are told apart; each costs its name. */
  private static final int MOST_UNGROUPED = 100_000;

  private static final Comparator<GroupAverage> BY_WINDOW =
      Comparator.comparing(GroupAverage::average, BatchResults.BY_WINDOW);

  private final @Nullable GroupBy by;
  private final SensorTable table;
  private final FirstInOrder<GroupAverage> first;
  private final Set<String> ungrouped = new HashSet<>();
  private @Nullable String anUngrouped;
  private long averages;
  private long readings;
  private long ungroupedReadings;

  /**
   * Begins without results.
   *
   * @param by {@code null} for no groups
   * @param max how many averages to keep
   */
  GroupResults(@Nullable GroupBy by, SensorTable table, int max) {
    this.by = by;
    this.table = table;
    this.first = new FirstInOrder<>(BY_WINDOW, max);
  }

  void add(GroupAverage average) {
    averages++;
    readings += average.average().count();
    first.add(average);
  }

  /** Adds the readings of an average of a series, to see whether it is in a group. */
  void addSeries(Series series, long count) {
    if (by == null) {
      return;
    }
    if (by.groupOf(table, series.sensorId()) != null) {
      return;
    }
    ungroupedReadings += count;
    if (ungrouped.size() < MOST_UNGROUPED) {
      ungrouped.add(series.sensorId());
    }
    if (anUngrouped == null || series.sensorId().compareTo(anUngrouped) < 0) {
      anUngrouped = series.sensorId();
    }
  }

  /** By which labels; {@code null} for no groups. */
  public @Nullable GroupBy by() {
    return by;
  }

  /** The first averages, ordered by window, group and metric. */
  public List<GroupAverage> firstAverages() {
    return first.sorted();
  }

  /** The number of all averages. */
  public long averages() {
    return averages;
  }

  /**
   * Whether all readings are in a group, or of a sensor without one.
   *
   * @param aggregated how many readings the averages of all series have
   */
  boolean addUpTo(long aggregated) {
    return by == null || readings + ungroupedReadings == aggregated;
  }

  /** A sentence about the sensors that are in no group, if there are any. */
  List<String> warnings() {
    if (anUngrouped == null) {
      return List.of();
    }
    boolean isOne = ungrouped.size() == 1;
    List<String> missing = by.missing(table, anUngrouped);
    return List.of(
        (ungrouped.size() < MOST_UNGROUPED ? "" : "at least ")
            + ungrouped.size()
            + (isOne ? " sensor is" : " sensors are")
            + " in no group of --group-by "
            + by
            + ": "
            + (isOne ? "" : "for example, ")
            + anUngrouped
            + (missing.size() == 1 ? " has no label " : " has none of the labels ")
            + String.join(", ", missing));
  }
}
