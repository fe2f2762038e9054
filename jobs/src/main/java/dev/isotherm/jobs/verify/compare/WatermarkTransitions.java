package dev.isotherm.jobs.verify.compare;

import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.StreamSettings;
import java.io.Serializable;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Recognises transitions that a watermark triggers instead of a reading: those of rules on averages
 * and of rules with steps, those of rules on signals whose messages may be divided, and all if
 * readings are reordered or wait for a check in order. A replay gives such transitions before the
 * stream has published them.
 *
 * @param averageRules names of the rules on averages of the job's windows
 * @param windowRules names of the rules on averages of windows of their own
 * @param stepRules names of the rules on signals with steps
 * @param waitingRules names of the rules on signals that are evaluated with each message, if
 *     messages wait until the watermark has passed them; else empty
 * @param averagesLagMillis how far overlapping windows may lag behind the watermark: idleness
 *     closes the first of them for alerts, and more of them for averages
 * @param reordered whether readings are reordered before they are evaluated
 * @param checked whether readings of some series wait until the watermark has passed them
 */
public record WatermarkTransitions(
    Set<String> averageRules,
    Set<String> windowRules,
    Set<String> stepRules,
    Set<String> waitingRules,
    long averagesLagMillis,
    boolean reordered,
    boolean checked)
    implements Serializable {

  private static final long serialVersionUID = 1;

  public WatermarkTransitions {
    averageRules = Set.copyOf(averageRules);
    windowRules = Set.copyOf(windowRules);
    stepRules = Set.copyOf(stepRules);
    waitingRules = Set.copyOf(waitingRules);
  }

  /** Returns which transitions of a stream depend on its watermark. */
  public static WatermarkTransitions of(
      RuleSetHistory rules, StreamSettings settings, PlausibilityChecks checks) {
    Windowing windowing = settings.windowing();
    boolean reordered = settings.reordering().isPresent();
    boolean messagesWait = reordered || settings.dropsDuplicates() || checks.ofStuckValues();
    return new WatermarkTransitions(
        namesOn(Source.AVERAGES, rules),
        namesOn(Source.WINDOWS, rules),
        namesOn(Source.STEPS, rules),
        messagesWait ? namesOn(Source.SIGNALS, rules) : Set.of(),
        (windowing.windowsPerReading() - 1) * windowing.slideMillis(),
        reordered,
        checks.ofStuckValues());
  }

  private static Set<String> namesOn(Source source, RuleSetHistory rules) {
    return rules.on(source).stream().map(Rule::name).collect(Collectors.toSet());
  }

  /**
   * Whether a transition is one of a rule with steps. The watermark evaluates each step once, so
   * what was published until a checkpoint does not depend on any later message.
   */
  public boolean isOfSteps(Transition transition) {
    return stepRules.contains(transition.rule());
  }

  /** Whether a transition is one of a rule on averages. */
  public boolean isOfAverages(Transition transition) {
    return averageRules.contains(transition.rule()) || hasOwnWindows(transition);
  }

  private boolean hasOwnWindows(Transition transition) {
    return windowRules.contains(transition.rule());
  }

  private boolean waitsWithMessages(Transition transition) {
    return waitingRules.contains(transition.rule());
  }

  /** What readings that came too late for the rule of a transition are excluded from. */
  private Exclusion exclusionOf(Transition transition) {
    if (hasOwnWindows(transition)) {
      return Exclusion.RULE_WINDOWS;
    }
    return isOfAverages(transition) ? Exclusion.AVERAGE_ALERTS : Exclusion.ALERTS;
  }

  /**
   * Whether a transition of the replay must have been published.
   *
   * @param scope the progress of the stream
   */
  public boolean isDue(Transition transition, ComparisonScope scope) {
    if (isOfAverages(transition)) {
      boolean causedByAverage = !transition.reason().isDeadline();
      // An average is known after the last instant of its window.
      long known = causedByAverage ? transition.atMillis() - 1 : transition.atMillis();
      return scope.watermarkMillis() != Long.MIN_VALUE
          && known <= scope.watermarkMillis() - (hasOwnWindows(transition) ? 0 : averagesLagMillis);
    }
    if (isOfSteps(transition)) {
      return transition.atMillis() <= scope.deadlinesMillis();
    }
    // The watermark that expires deadlines also releases what waits for it.
    return !(reordered || checked || waitsWithMessages(transition))
        || transition.atMillis() <= scope.deadlinesMillis();
  }

  /**
   * The readings of later messages that may explain why a transition differs. A deadline, and a
   * transition that a watermark triggers, depend on all earlier readings; any other one on the
   * reading of its instant.
   */
  public ExplainedBy explainedBy(Transition transition, ComparisonScope scope) {
    long at = transition.atMillis();
    boolean ofAverages = isOfAverages(transition);
    long from;
    if (waitsWithMessages(transition) || (reordered && !ofAverages)) {
      // What is behind the watermark is still evaluated if it is the latest of its series or
      // sensor.
      from = isDue(transition, scope) && !transition.reason().isDeadline() ? at : Long.MIN_VALUE;
    } else if (ofAverages) {
      // Once the watermark has passed, it is final: the stream excludes later readings.
      from = isDue(transition, scope) ? ExplainedBy.NONE : Long.MIN_VALUE;
    } else {
      // A later message may bring a reading that decides whether those after it are stuck.
      from = checked || transition.reason().isDeadline() ? Long.MIN_VALUE : at;
    }
    return ExplainedBy.anyValue(
        transition.series(),
        from,
        at,
        !ofAverages && !reordered && !checked && !waitsWithMessages(transition),
        exclusionOf(transition),
        Long.MIN_VALUE);
  }

  /** Only the choice between equal readings, one of which is late, may explain this. */
  public ExplainedBy explainedByLate(Transition transition) {
    return ExplainedBy.anyValue(
        transition.series(),
        ExplainedBy.NONE,
        transition.atMillis(),
        false,
        exclusionOf(transition),
        Long.MIN_VALUE);
  }
}
