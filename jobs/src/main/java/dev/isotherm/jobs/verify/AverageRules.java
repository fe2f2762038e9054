package dev.isotherm.jobs.verify;

import dev.isotherm.alert.Rule;
import dev.isotherm.alert.RuleTimeline;
import dev.isotherm.alert.Selector.Source;
import dev.isotherm.average.Windowing;
import dev.isotherm.model.Transition;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells the transitions that come of averages. These come with the watermark, not with a reading:
 * the log gives those of open windows too, which the stream need not have published yet.
 *
 * @param names of the rules
 * @param lagMillis how far windows that overlap may lag behind the watermark: a silence closes the
 *     first of them for alerts, and more of them for averages
 */
record AverageRules(Set<String> names, long lagMillis) {

  AverageRules {
    names = Set.copyOf(names);
  }

  static AverageRules of(RuleTimeline rules, Windowing windowing) {
    return new AverageRules(
        rules.on(Source.AVERAGES).stream().map(Rule::name).collect(Collectors.toSet()),
        (windowing.windowsPerReading() - 1) * windowing.stepMillis());
  }

  /** Whether a transition comes of averages. */
  boolean made(Transition transition) {
    return names.contains(transition.rule());
  }

  /**
   * Whether a transition that comes of averages must have been published.
   *
   * @param watermarkMillis how far the stream had come
   */
  boolean isDue(Transition transition, long watermarkMillis) {
    boolean withAnAverage = !transition.reason().isDeadline();
    // An average is known once the last instant of its window has passed.
    long known = withAnAverage ? transition.atMillis() - 1 : transition.atMillis();
    return watermarkMillis != Long.MIN_VALUE && known <= watermarkMillis - lagMillis;
  }
}
