package dev.isotherm.jobs.verify.compare;

import dev.isotherm.jobs.verify.compare.TakenBack.Standing;
import dev.isotherm.model.Transition;
import java.io.Serializable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the transitions of one alert: those of the replay with those that were published.
 *
 * @param scope transitions outside of it are not compared
 * @param watermarkTransitions decides which transitions need not be published yet
 */
public record AlertComparison(ComparisonScope scope, WatermarkTransitions watermarkTransitions)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * A transition of the replay.
   *
   * @param afterLastReading whether it occurs if event time advances after the last reading of its
   *     series
   */
  public record Replayed(Transition transition, boolean afterLastReading) {}

  /**
   * Compares all transitions of an alert.
   *
   * @param log in the order in which the alert changes
   * @param published in the order of the topic; a transition may come more than once
   */
  public void compare(List<Replayed> log, List<Transition> published, Findings findings) {
    if (!scope.isWhole()) {
      return; // The state of the alert before the log begins is unknown.
    }
    compareDecided(log, published.stream().filter(this::isDecided).toList(), findings);
  }

  /** Whether the log decides about a transition that was published. */
  private boolean isDecided(Transition published) {
    return !watermarkTransitions.isOfSteps(published)
        || watermarkTransitions.isDue(published, scope);
  }

  private void compareDecided(List<Replayed> log, List<Transition> published, Findings findings) {
    Map<String, Transition> publishedById = new LinkedHashMap<>();
    for (Transition each : published) {
      if (!TakenBack.isTakenBack(each)) {
        publishedById.put(each.id(), each);
      }
    }
    Set<String> logIds = new HashSet<>();
    Transition expected = null;
    for (Replayed replayed : log) {
      Transition transition = replayed.transition();
      Transition same = publishedById.get(transition.id());
      logIds.add(transition.id());
      if (same != null || isDue(replayed)) {
        expected = transition;
        compare(transition, same, findings);
      }
    }
    compareOthers(published, logIds, findings);
    Transition last = published.isEmpty() ? null : published.get(published.size() - 1);
    compareLast(expected, last, logIds, publishedById.keySet(), findings);
  }

  /**
   * Whether a transition of the replay must have been published. If the whole topic is idle, the
   * last windows close, but no deadline of a rule on readings expires.
   */
  private boolean isDue(Replayed replayed) {
    Transition transition = replayed.transition();
    if (replayed.afterLastReading() && !watermarkTransitions.isOfAverages(transition)) {
      return transition.atMillis() <= scope.deadlinesMillis();
    }
    return watermarkTransitions.isDue(transition, scope);
  }

  private void compare(Transition log, @Nullable Transition published, Findings findings) {
    if (!scope.covers(log.atMillis())) {
      return;
    }
    if (log.equals(published)) {
      findings.matches();
    } else {
      findings.differs(Difference.ofTransition(log, published, explainedBy(log)));
    }
  }

  /**
   * Finds the published transitions that the log does not give and nothing takes back, and those
   * that take back others for no reason.
   */
  private void compareOthers(List<Transition> published, Set<String> logIds, Findings findings) {
    TakenBack takenBack = new TakenBack();
    for (Transition each : published) {
      if (TakenBack.isTakenBack(each)) {
        takenBack.takeBack(each);
      } else {
        takenBack.add(each, logIds.contains(each.id()));
      }
    }
    for (Transition needless : takenBack.needless()) {
      if (scope.covers(needless.atMillis())) {
        findings.differs(Difference.ofTakenBack(needless, explainedBy(needless)));
      }
    }
    for (Transition untrue : takenBack.untrue()) {
      if (scope.covers(untrue.atMillis())) {
        findings.differs(Difference.ofTransition(null, untrue, explainedBy(untrue)));
      }
    }
  }

  /** The last published transition must say in which state the alert is. */
  private void compareLast(
      @Nullable Transition expected,
      @Nullable Transition published,
      Set<String> logIds,
      Set<String> publishedIds,
      Findings findings) {
    boolean covered =
        (expected != null && scope.covers(expected.atMillis()))
            || (published != null && scope.covers(published.atMillis()));
    if (!covered || standing(expected).equals(standing(published))) {
      return;
    }
    ExplainedBy explainedBy;
    if (published != null && !logIds.contains(published.id())) {
      explainedBy = explainedBy(published);
    } else if (expected != null && !publishedIds.contains(expected.id())) {
      explainedBy = explainedBy(expected);
    } else {
      explainedBy = watermarkTransitions.explainedByLate(published);
    }
    findings.differs(Difference.ofAlert(expected, published, explainedBy));
  }

  private static Standing standing(@Nullable Transition last) {
    return last == null ? Standing.INACTIVE : Standing.after(last);
  }

  private ExplainedBy explainedBy(Transition transition) {
    return watermarkTransitions.explainedBy(transition, scope);
  }
}
