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
 * Tells the transitions that come with a watermark, not with a reading: those of averages, and all
 * where readings are reordered. The log gives such transitions before the stream has published
 * them.
 *
 * @param averageRules names of the rules on averages
 * @param averagesLagMillis how far windows that overlap may lag behind the watermark: a silence
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

  /** Whether a transition comes of averages. */
  boolean isOfAverages(Transition transition) {
    return averageRules.contains(transition.rule());
  }

  /**
   * Whether a transition that the log gives must have been published.
   *
   * @param extent how far the stream had come
   */
  boolean isDue(Transition transition, ComparisonScope extent) {
    if (isOfAverages(transition)) {
      boolean withAnAverage = !transition.reason().isDeadline();
      // An average is known once the last instant of its window has passed.
      long known = withAnAverage ? transition.atMillis() - 1 : transition.atMillis();
      return extent.watermarkMillis() != Long.MIN_VALUE
          && known <= extent.watermarkMillis() - averagesLagMillis;
    }
    // The watermark that has passed deadlines is the one that lets readings go.
    return !reordered || transition.atMillis() <= extent.deadlinesMillis();
  }
}
