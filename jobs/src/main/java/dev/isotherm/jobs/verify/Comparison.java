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
import org.jspecify.annotations.Nullable;

/**
 * Compares the results of a replay of the log, one by one, with the published results of a stream.
 * {@link #finish} adds the published results that the replay did not give.
 */
final class Comparison {

  private final ComparisonScope scope;
  private final WatermarkTransitions watermarkTransitions;
  private final Map<PublishedResults.Key, Average> averages;
  private final Map<String, Transition> transitions;
  private final Map<String, String> rejected;
  private final List<Difference> differences;

  private long matchingAverages;
  private long matchingTransitions;
  private long matchingRejected;

  /**
   * Creates a comparison in which nothing has been replayed yet.
   *
   * @param scope results outside of it are not compared
   * @param watermarkTransitions decides which transitions need not be published yet
   */
  Comparison(
      PublishedResults published,
      ComparisonScope scope,
      WatermarkTransitions watermarkTransitions) {
    this.scope = scope;
    this.watermarkTransitions = watermarkTransitions;
    averages = new HashMap<>(published.averages());
    transitions = new HashMap<>(published.transitions());
    rejected = new HashMap<>(published.rejected());
    differences = new ArrayList<>(published.revisionErrors());
  }

  /** Compares an average of the replay. Its revision does not matter. */
  void average(Average log) {
    Average published = averages.remove(PublishedResults.Key.of(log));
    if (!scope.covers(log.windowStartMillis())) {
      return;
    }
    if (published == null) {
      if (log.window().lastMillis() <= scope.watermarkMillis()) {
        differences.add(Difference.ofAverage(log, null));
      }
    } else if (equalValues(log, published)) {
      matchingAverages++;
    } else {
      differences.add(Difference.ofAverage(log, published));
    }
  }

  /** Compares bit by bit: an infinite sum equals itself, and 0.0 does not equal -0.0. */
  private static boolean equalValues(Average log, Average published) {
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
   * Compares a transition of the replay. A transition that depends on the watermark must have been
   * published only once the watermark has passed it. Before, the log may lack messages that it
   * depends on.
   */
  void transition(Transition log) {
    if (watermarkTransitions.isDue(log, scope) || transitions.containsKey(log.id())) {
      compare(log);
    }
  }

  private void compare(Transition log) {
    Transition published = transitions.remove(log.id());
    if (!compares(log)) {
      return;
    }
    if (log.equals(published)) {
      matchingTransitions++;
    } else {
      addTransition(log, log, published);
    }
  }

  private void addTransition(
      Transition either, @Nullable Transition log, @Nullable Transition published) {
    boolean dependsOnEarlier = watermarkTransitions.dependsOnEarlier(either, scope);
    differences.add(Difference.ofTransition(log, published, dependsOnEarlier));
  }

  /**
   * Compares a transition that occurs if event time advances after the last reading of its series.
   * It must have been published if event time has advanced so far. If the whole topic is idle, the
   * last windows close but no deadline expires, and there must be no such transition.
   */
  void afterEndOfInput(Transition log) {
    if (watermarkTransitions.isOfAverages(log)) {
      transition(log); // idleness closes the windows of rules on averages
      return;
    }
    if (log.atMillis() <= scope.deadlinesMillis() || transitions.containsKey(log.id())) {
      compare(log);
    }
  }

  /** Transitions cannot be compared if the state of alerts before the log begins is unknown. */
  private boolean compares(Transition transition) {
    return scope.isWhole() && scope.covers(transition.atMillis());
  }

  /** Compares a rejected message of the replay. */
  void rejection(Rejection log) {
    String place = log.source() + ":" + log.position();
    String published = rejected.remove(place);
    if (log.reason().name().equals(published)) {
      matchingRejected++;
    } else {
      differences.add(Difference.ofRejection(place, log.reason().name(), published));
    }
  }

  /** Adds an entry of the late log whose reading is not in the log. */
  void unmatched(LateReading entry) {
    if (scope.covers(entry.reading().epochMillis())
        && (scope.isWhole() || entry.excludedFrom() == Exclusion.AVERAGES)) {
      differences.add(Difference.ofLateLog(entry));
    }
  }

  /** Compares the counts of messages and readings. */
  void counts(Accounting log, Accounting published) {
    if (!scope.isWhole()) {
      return;
    }
    count("messages", log.messages(), published.messages());
    count("accepted messages", log.accepted(), published.accepted());
    count("readings", log.readings(), published.readings());
  }

  private void count(String name, long log, long published) {
    if (log != published) {
      differences.add(Difference.ofCount(name, log, published));
    }
  }

  /** Returns all differences, including published results that the replay did not give. */
  List<Difference> finish() {
    averages.values().stream()
        .filter(left -> scope.covers(left.windowStartMillis()))
        .forEach(left -> differences.add(Difference.ofAverage(null, left)));
    transitions.values().stream()
        .filter(this::compares)
        .forEach(left -> addTransition(left, null, left));
    rejected.forEach(
        (place, reason) -> {
          if (contains(scope.log(), place)) {
            differences.add(Difference.ofRejection(place, null, reason));
          }
        });
    return differences;
  }

  /** Whether a position, {@code topic-partition:offset}, is in a range. */
  private static boolean contains(OffsetRange range, String place) {
    String prefix = range.topic() + "-";
    int colon = place.lastIndexOf(':');
    return place.startsWith(prefix)
        && range.contains(
            Integer.parseInt(place.substring(prefix.length(), colon)),
            Long.parseLong(place.substring(colon + 1)));
  }

  /** How many results agree, by kind. */
  record MatchCounts(long averages, long transitions, long rejected) {}

  MatchCounts matches() {
    return new MatchCounts(matchingAverages, matchingTransitions, matchingRejected);
  }
}
