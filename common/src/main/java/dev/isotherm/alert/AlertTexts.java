package dev.isotherm.alert;

import dev.isotherm.model.AlertState;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.model.text.NumberText;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.text.Template;
import dev.isotherm.rules.text.Texts;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the texts of a rule for one transition.
 *
 * <p>The summary and the description speak of a condition that holds, so they come with pending and
 * firing alone. The other states have a sentence of their own: that of the rule, or if it has only
 * a summary, one that is written here.
 */
final class AlertTexts {

  private static final Template RESOLVED =
      new Template("{{metric}} of {{sensor_id}} is {{value}}: {{rule}} is over after {{duration}}");
  private static final String NOT_EVALUATED =
      "{{rule}} of {{sensor_id}} could not be evaluated for ";
  private static final Template ENDED =
      new Template("{{rule}} of {{sensor_id}} is over after {{duration}}");
  private static final Template NOT_ACTIVE =
      new Template("{{rule}} of {{sensor_id}} ends after {{duration}}: the rule is not active now");

  private AlertTexts() {}

  /**
   * The transition with its texts.
   *
   * @param members the members of a group that it names; {@code null} for none
   */
  static Transition addTo(Rule rule, Transition transition, @Nullable String members) {
    Texts texts = rule.annotations().texts();
    boolean holds = isOfSummary(rule, transition.state());
    Template summary = holds ? texts.summary() : otherSummary(rule, transition);
    Map<String, String> annotations = new TreeMap<>();
    if (members != null && isOfLevels(transition.state())) {
      annotations.put(Transition.MEMBERS, members);
    }
    Transition named = transition.withTexts(null, annotations);
    if (holds && texts.description() != null) {
      annotations.put(Transition.DESCRIPTION, fill(texts.description(), rule, named));
    }
    if (texts.runbook() != null) {
      annotations.put(Transition.RUNBOOK, fill(texts.runbook(), rule, named));
    }
    return named.withTexts(summary == null ? null : fill(summary, rule, named), annotations);
  }

  private static boolean isOfLevels(AlertState state) {
    return state == AlertState.PENDING || state == AlertState.FIRING;
  }

  /** Without levels, a rule is about silence alone. */
  private static boolean isOfSummary(Rule rule, AlertState state) {
    return isOfLevels(state)
        || (state == AlertState.NO_DATA
            && rule.levels().isEmpty()
            && rule.annotations().texts().noDataSummary() == null);
  }

  private static @Nullable Template otherSummary(Rule rule, Transition transition) {
    Texts texts = rule.annotations().texts();
    boolean isNoData = transition.state() == AlertState.NO_DATA;
    boolean isFlapping = transition.state() == AlertState.FLAPPING;
    Template own = isNoData ? texts.noDataSummary() : isFlapping ? null : texts.resolvedSummary();
    if (own != null || texts.summary() == null) {
      return own;
    }
    return switch (transition.state()) {
      case NO_DATA ->
          new Template(
              (rule.signal() == null ? "no {{metric}} of {{sensor_id}} for " : NOT_EVALUATED)
                  + DurationText.format(rule.timing().noDataAfter()));
      case FLAPPING -> flapping(rule.timing().flapping());
      case RESOLVED, INACTIVE ->
          transition.reason() == TransitionReason.NOT_ACTIVE
              ? NOT_ACTIVE
              : isOfValue(rule, transition) ? RESOLVED : ENDED;
      default -> isOfValue(rule, transition) ? RESOLVED : ENDED;
    };
  }

  /** Whether the value of a transition is that of the metric, and not a change of it. */
  private static boolean isOfValue(Rule rule, Transition transition) {
    return !Double.isNaN(transition.threshold())
        && rule.withinMillis() == 0
        && rule.signal() == null;
  }

  private static Template flapping(Timing.Flapping limits) {
    return new Template(
        String.format(
            "{{rule}} of {{sensor_id}} has changed more than %d times within %s",
            limits.transitions(), DurationText.format(limits.within())));
  }

  private static String fill(Template template, Rule rule, Transition transition) {
    Template known = rule.annotations().unit() == null ? template.without("unit") : template;
    return known.fill(name -> value(name, rule, transition));
  }

  private static String value(String name, Rule rule, Transition transition) {
    return switch (name) {
      case "rule" -> rule.name();
      case "sensor_id" -> transition.series().sensorId();
      case "metric" -> transition.series().metric();
      case "value" -> numberOrNone(transition.value());
      case "threshold", "limit" -> numberOrNone(transition.threshold());
      case "members" -> transition.annotations().getOrDefault(Transition.MEMBERS, "none");
      case "unit" -> rule.annotations().unit();
      case "severity" -> transition.severity().text();
      case "state" -> word(transition.state());
      case "since" -> InstantText.of(transition.sinceMillis());
      case "duration" ->
          DurationText.sum(Duration.ofMillis(transition.atMillis() - transition.sinceMillis()));
      default ->
          rule.annotations().labels().getOrDefault(name.substring(Template.LABELS.length()), "");
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String numberOrNone(double value) {
    return Double.isNaN(value) ? "none" : NumberText.of(value);
  }
}
