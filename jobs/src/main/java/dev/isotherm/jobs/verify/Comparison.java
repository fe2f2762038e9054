package dev.isotherm.jobs.verify;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.OffsetRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares, one by one, what the log gives with what a stream has published. Whatever was published
 * and is not named by the log is a difference too, once {@link #finish} is called.
 */
final class Comparison {

  /** How much agrees. */
  record Same(long averages, long transitions, long rejected) {}

  private final ComparisonScope extent;
  private final WatermarkTransitions byWatermark;
  private final Map<PublishedResults.Key, Average> averages;
  private final Map<String, Transition> transitions;
  private final Map<String, String> rejected;
  private final List<Difference> differences;

  private long sameAverages;
  private long sameTransitions;
  private long sameRejected;

  /**
   * Begins a comparison.
   *
   * @param extent what it is about; all else is left out
   * @param byWatermark which transitions need not have been published yet
   */
  Comparison(PublishedResults published, ComparisonScope extent, WatermarkTransitions byWatermark) {
    this.extent = extent;
    this.byWatermark = byWatermark;
    averages = new HashMap<>(published.averages());
    transitions = new HashMap<>(published.transitions());
    rejected = new HashMap<>(published.rejected());
    differences = new ArrayList<>(published.faults());
  }

  /** The log gives this average; its revision does not matter. */
  void average(Average log) {
    Average published = averages.remove(PublishedResults.Key.of(log));
    if (!extent.covers(log.windowStartMillis())) {
      return;
    }
    if (published == null) {
      if (log.window().lastMillis() <= extent.watermarkMillis()) {
        differences.add(new Difference.OfAverage(log, null));
      }
    } else if (same(log, published)) {
      sameAverages++;
    } else {
      differences.add(new Difference.OfAverage(log, published));
    }
  }

  /** Bit for bit; an infinite sum is equal to itself, and 0.0 is not -0.0. */
  private static boolean same(Average log, Average published) {
    return log.equals(
        new Average(
            published.series(),
            published.windowStartMillis(),
            published.windowEndMillis(),
            published.count(),
            published.sum(),
            published.mean(),
            published.min(),
            published.max(),
            published.stddev(),
            log.revision()));
  }

  /**
   * The log gives this transition. One that comes with the watermark must have been published if
   * that has come so far; if not, the log may not have all that it depends on.
   */
  void transition(Transition log) {
    if (byWatermark.isDue(log, extent) || transitions.containsKey(log.id())) {
      compare(log);
    }
  }

  private void compare(Transition log) {
    Transition published = transitions.remove(log.id());
    if (!compares(log)) {
      return;
    }
    if (log.equals(published)) {
      sameTransitions++;
    } else {
      differences.add(new Difference.OfTransition(log, published));
    }
  }

  /**
   * The log gives this transition if time went on after the last reading of its series. It must
   * have been published if it has. Where the whole log fell silent, the last windows are closed all
   * the same, but no deadline has passed: then none must be there.
   */
  void afterLast(Transition log) {
    if (byWatermark.isOfAverages(log)) {
      transition(log); // a silence is told to the rules on averages, as it closes their windows
      return;
    }
    if (log.atMillis() <= extent.deadlinesMillis() || transitions.containsKey(log.id())) {
      compare(log);
    }
  }

  /** What alerts were before the log begins, it does not tell, and so not what became of them. */
  private boolean compares(Transition transition) {
    return extent.isWhole() && extent.covers(transition.atMillis());
  }

  /** The log gives this rejection. */
  void rejection(Rejection log) {
    String place = log.source() + ":" + log.position();
    String published = rejected.remove(place);
    if (log.reason().name().equals(published)) {
      sameRejected++;
    } else {
      differences.add(new Difference.OfRejection(place, log.reason().name(), published));
    }
  }

  /** This entry of the ledger names a reading that the log does not have. */
  void unmatched(LateReading entry) {
    if (extent.covers(entry.reading().epochMillis())
        && (extent.isWhole() || entry.excludedFrom() == Exclusion.AVERAGES)) {
      differences.add(new Difference.OfLedger(entry));
    }
  }

  /** What was counted where it was read. */
  void counts(Accounting log, Accounting published) {
    if (!extent.isWhole()) {
      return;
    }
    count("messages", log.messages(), published.messages());
    count("accepted messages", log.accepted(), published.accepted());
    count("readings", log.readings(), published.readings());
  }

  private void count(String name, long log, long published) {
    if (log != published) {
      differences.add(new Difference.OfCount(name, log, published));
    }
  }

  /** All that differs. */
  List<Difference> finish() {
    averages.values().stream()
        .filter(left -> extent.covers(left.windowStartMillis()))
        .forEach(left -> differences.add(new Difference.OfAverage(null, left)));
    transitions.values().stream()
        .filter(this::compares)
        .forEach(left -> differences.add(new Difference.OfTransition(null, left)));
    rejected.forEach(
        (place, reason) -> {
          if (contains(extent.log(), place)) {
            differences.add(new Difference.OfRejection(place, null, reason));
          }
        });
    return differences;
  }

  /** Whether a place, {@code topic-partition:offset}, lies in a range. */
  private static boolean contains(OffsetRange range, String place) {
    String prefix = range.topic() + "-";
    int colon = place.lastIndexOf(':');
    return place.startsWith(prefix)
        && range.contains(
            Integer.parseInt(place.substring(prefix.length(), colon)),
            Long.parseLong(place.substring(colon + 1)));
  }

  Same same() {
    return new Same(sameAverages, sameTransitions, sameRejected);
  }
}
