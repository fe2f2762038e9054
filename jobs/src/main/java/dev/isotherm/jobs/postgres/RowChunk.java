package dev.isotherm.jobs.postgres;

import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Results that are written in one transaction. Of several updates of the same window or alert, the
 * last one counts, as in the topics.
 *
 * <p>Not thread-safe.
 */
public final class RowChunk {

  /** A transaction locks each partition that it writes to, and the server has few locks. */
  private static final int MOST_MONTHS = 100;

  /**
   * Identifies an average: the start identifies a window of a series.
   *
   * @param windowing how windows are made, such as {@code day in UTC} or {@code 1min}
   */
  record Window(Series series, String windowing, long startMillis) {}

  /** An average and how its window was made. */
  record AverageRow(String windowing, Average average) {
    static final Comparator<AverageRow> IN_ORDER_OF_KEYS =
        Comparator.comparing((AverageRow row) -> row.average.series())
            .thenComparing(AverageRow::windowing)
            .thenComparingLong(row -> row.average.windowStartMillis());
  }

  private final Map<Window, AverageRow> averages = new HashMap<>();
  private final Set<Window> withdrawn = new HashSet<>();
  private final Map<String, Transition> transitions = new LinkedHashMap<>();
  private final Set<YearMonth> averageMonths = new TreeSet<>();
  private final Set<YearMonth> transitionMonths = new TreeSet<>();
  private @Nullable RunCounts counts;
  private long leftOut;
  private @Nullable String whyLeftOut;

  /** Adds an average. An earlier revision that comes after a later one does not count. */
  public void add(String windowing, Average average) {
    if (!StorableText.isStorable(average.windowStartMillis())
        || !StorableText.isStorable(average.windowEndMillis())) {
      leaveOut("an average: its window is not in the years 1 to 9999");
      return;
    }
    Window key = new Window(average.series(), windowing, average.windowStartMillis());
    averages.merge(
        key,
        new AverageRow(windowing, average),
        (old, now) -> now.average.revision() < old.average.revision() ? old : now);
    averageMonths.add(MonthPartitions.monthOf(average.windowStartMillis()));
  }

  /** Deletes an average whose window is part of another one now. */
  public void withdraw(String windowing, Series series, long startMillis) {
    if (StorableText.isStorable(startMillis)) {
      Window key = new Window(series, windowing, startMillis);
      averages.remove(key);
      withdrawn.add(key);
    }
  }

  /** Adds a transition. */
  public void add(Transition transition) {
    String error = StorableText.errorOf(transition);
    if (error != null) {
      leaveOut("a transition: " + error);
      return;
    }
    String id = transition.id();
    transitions.remove(id); // The order of the last ones counts.
    transitions.put(id, transition);
    transitionMonths.add(MonthPartitions.monthOf(transition.atMillis()));
  }

  /** Replaces the counts of the run. */
  public void set(RunCounts of) {
    counts = of;
  }

  /** Counts a result that cannot be stored. */
  public void leaveOut(String why) {
    leftOut++;
    whyLeftOut = why;
  }

  /** The number of rows. */
  public int size() {
    return averages.size() + withdrawn.size() + transitions.size();
  }

  /** Whether it should be written before more is added. */
  public boolean isFull(int mostRows) {
    return size() >= mostRows || averageMonths.size() + transitionMonths.size() > MOST_MONTHS;
  }

  /** How many results cannot be stored. */
  public long leftOut() {
    return leftOut;
  }

  /** Why the last of them cannot be stored; {@code null} if all can be. */
  public @Nullable String whyLeftOut() {
    return whyLeftOut;
  }

  /** In the order of keys, so that two writers that meet wait for each other and no more. */
  List<AverageRow> averages() {
    List<AverageRow> rows = new ArrayList<>(averages.values());
    rows.sort(AverageRow.IN_ORDER_OF_KEYS);
    return rows;
  }

  Set<Window> withdrawn() {
    return withdrawn;
  }

  /** In the order in which they came. */
  List<Transition> transitions() {
    return new ArrayList<>(transitions.values());
  }

  @Nullable RunCounts counts() {
    return counts;
  }

  Set<YearMonth> averageMonths() {
    return averageMonths;
  }

  Set<YearMonth> transitionMonths() {
    return transitionMonths;
  }
}
