package dev.isotherm.jobs.verify;

import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.StreamSettings;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Recognises transitions that a watermark triggers instead of a reading: those of rules on
 * averages, and all if readings are reordered. A replay gives such transitions before the stream
 * has published them.
 *
 * @param averageRules names of the rules on averages
 * @param averagesLagMillis how far overlapping windows may lag behind the watermark: idleness
 *     closes the first of them for alerts, and more of them for averages
 * @param reordered whether readings are reordered before they are evaluated
 */
record WatermarkTransitions(Set<String> averageRules, long averagesLagMillis, boolean reordered) {

  WatermarkTransitions {
    averageRules = Set.copyOf(averageRules);
  }

  static WatermarkTransitions of(RuleSetHistory rules, StreamSettings settings) {
    Windowing windowing = settings.windowing();
    return new WatermarkTransitions(
        rules.on(Source.AVERAGES).stream().map(Rule::name).collect(Collectors.toSet()),
        (windowing.windowsPerReading() - 1) * windowing.slideMillis(),
        settings.reordering().isPresent());
  }

  /** Whether a transition is one of a rule on averages. */
  boolean isOfAverages(Transition transition) {
    return averageRules.contains(transition.rule());
  }

  /** Whether a transition may depend on any earlier reading of its series. */
  boolean dependsOnEarlier(Transition transition, ComparisonScope scope) {
    return transition.reason().isDeadline()
        || isOfAverages(transition)
        || !isDue(transition, scope);
  }

  /**
   * Whether a transition of the replay must have been published.
   *
   * @param scope the progress of the stream
   */
  boolean isDue(Transition transition, ComparisonScope scope) {
    if (isOfAverages(transition)) {
      boolean causedByAverage = !transition.reason().isDeadline();
      // An average is known after the last instant of its window.
      long known = causedByAverage ? transition.atMillis() - 1 : transition.atMillis();
      return scope.watermarkMillis() != Long.MIN_VALUE
          && known <= scope.watermarkMillis() - averagesLagMillis;
    }
    // The watermark that expires deadlines also releases reordered readings.
    return !reordered || transition.atMillis() <= scope.deadlinesMillis();
  }
}
