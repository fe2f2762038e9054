package dev.isotherm.rules;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rules of a set an evaluation uses, and how it counts their days.
 *
 * @param source what these rules look at
 * @param zoneOfDays for averages over days of a calendar: the zone of that calendar. Whole days in
 *     the times of a rule are days of this zone, which may have 23 or 25 hours. {@code null} for
 *     days of 24 hours.
 */
public record RuleScope(Selector.Source source, @Nullable ZoneId zoneOfDays)
    implements Serializable {

  /** The rules on readings. */
  public static final RuleScope READINGS = new RuleScope(Selector.Source.READINGS, null);

  /** The rules of a set that are in this scope, in their order. */
  public List<Rule> of(RuleSet rules) {
    List<Rule> ofSource = rules.on(source);
    return zoneOfDays == null
        ? ofSource
        : ofSource.stream().map(rule -> rule.withDaysOf(zoneOfDays)).toList();
  }
}
