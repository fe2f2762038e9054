package dev.isotherm.rules;

import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which rules of a set an evaluation uses, and how it counts their days.
 *
 * @param source what these rules look at
 * @param zoneOfDays for averages over days of a calendar: the zone of that calendar. Whole days in
 *     the times of a rule are days of this zone, which may have 23 or 25 hours. {@code null} for
 *     days of 24 hours.
 * @param window length of the windows that these rules have of their own; {@code null} for rules
 *     that have none
 */
public record RuleScope(
    Selector.Source source, @Nullable ZoneId zoneOfDays, @Nullable Duration window)
    implements Serializable {

  /** The rules on readings. */
  public static final RuleScope READINGS = new RuleScope(Selector.Source.READINGS, null);

  /** The rules on a source, which have no windows of their own. */
  public RuleScope(Selector.Source source, @Nullable ZoneId zoneOfDays) {
    this(source, zoneOfDays, null);
  }

  /** The rules that have windows of their own, of one length. */
  public static RuleScope ofWindows(Duration window) {
    return new RuleScope(Selector.Source.WINDOWS, null, window);
  }

  /** Whether a rule is in this scope. */
  public boolean includes(Rule rule) {
    return rule.selector().on() == source && Objects.equals(rule.selector().window(), window);
  }

  /** The rules of a set that are in this scope, in their order. */
  public List<Rule> of(RuleSet rules) {
    List<Rule> included = rules.rules().stream().filter(this::includes).toList();
    return zoneOfDays == null
        ? included
        : included.stream().map(rule -> rule.withDaysOf(zoneOfDays)).toList();
  }
}
