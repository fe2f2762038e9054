package dev.isotherm.local.demo;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Transition;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts the records of the output topics. Thread-safe. */
final class DemoCounts {

  /** Far more than can still be revised while somebody watches. */
  private static final int REVISABLE_AVERAGES = 100_000;

  private final Map<SeriesWindow, Long> counts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SeriesWindow, Long> eldest) {
          return size() > REVISABLE_AVERAGES;
        }
      };
  private final Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
  private final Map<String, Long> transitions = new LinkedHashMap<>();
  private long averages;
  private long lastWindowStart = Long.MIN_VALUE;
  private long windows;
  private long aggregated;
  private long late;
  private long duplicates;
  private long implausible;
  private long notEvaluated;

  synchronized void add(Average average) {
    averages++;
    if (average.windowStartMillis() > lastWindowStart) {
      lastWindowStart = average.windowStartMillis();
      windows++;
    }
    SeriesWindow key =
        new SeriesWindow(average.series(), average.windowStartMillis(), average.windowEndMillis());
    Long before = counts.put(key, average.count());
    aggregated += average.count() - (before == null ? 0 : before);
  }

  synchronized void add(Transition transition) {
    boolean firing = transition.state() == AlertState.FIRING;
    String kind = firing ? transition.severity().text() : EnumText.lowerCase(transition.state());
    transitions.merge(kind, 1L, Long::sum);
  }

  synchronized void add(RejectionReason reason) {
    rejected.merge(reason, 1L, Long::sum);
  }

  synchronized void add(LateReading reading) {
    switch (reading.excludedFrom()) {
      case AVERAGES -> late++;
      case ALERTS -> notEvaluated++;
      case EVERYTHING -> duplicates++;
      case IMPLAUSIBLE_RANGE, IMPLAUSIBLE_STUCK -> implausible++;
      case AVERAGE_ALERTS,
          RULE_WINDOWS,
          SIGNALS,
          STUCK_CHECK -> {} // it is counted as what it became in the averages
    }
  }

  /**
   * Joins the counts of the job with the counts of its topics.
   *
   * @param messages that the job read
   * @param accepted of these
   * @param readings in the accepted ones
   */
  synchronized Accounting accounting(long messages, long accepted, long readings) {
    return new Accounting(messages, accepted, rejected, readings, aggregated, late)
        .withDuplicates(duplicates)
        .withImplausible(implausible);
  }

  /** {@code 60 published, for 6 windows}. */
  synchronized String averages() {
    return averages + " published, for " + windows + (windows == 1 ? " window" : " windows");
  }

  /** {@code 9 published: 4 warning, 5 resolved}. */
  synchronized String alerts() {
    long all = transitions.values().stream().mapToLong(Long::longValue).sum();
    String kinds =
        transitions.entrySet().stream()
            .map(kind -> kind.getValue() + " " + kind.getKey())
            .collect(Collectors.joining(", ", ": ", ""));
    String left = notEvaluated == 0 ? "" : "; " + notEvaluated + " readings came out of order";
    return all + " published" + (all == 0 ? "" : kinds) + left;
  }
}
