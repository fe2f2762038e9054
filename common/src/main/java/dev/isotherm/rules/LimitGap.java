package dev.isotherm.rules;

import dev.isotherm.model.EnumText;
import dev.isotherm.rules.condition.Limit;
import java.io.Serializable;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * Why a level of a rule, or the rule, is not used for some series.
 *
 * @param rule the name of the rule
 * @param limits what the sensor table does not have, or what contradicts, in words
 * @param isMissing whether a limit is missing, so that its level is left out; else limits
 *     contradict each other, and the rule is left out
 */
public record LimitGap(String rule, String limits, boolean isMissing)
    implements Comparable<LimitGap>, Serializable {

  private static final Comparator<LimitGap> ORDER =
      Comparator.comparing(LimitGap::rule)
          .thenComparing(LimitGap::isMissing)
          .thenComparing(LimitGap::limits);

  static LimitGap missing(Rule rule, Level level, String name) {
    String severity = EnumText.lowerCase(level.severity());
    return new LimitGap(rule.name(), Limit.named(name) + " for its level " + severity, true);
  }

  /** Without the numbers, which differ from series to series. */
  static LimitGap contradiction(Rule rule) {
    String names =
        RuleForSeries.limitNames(rule).stream()
            .map(name -> Limit.named(name).toString())
            .collect(Collectors.joining(", "));
    return new LimitGap(rule.name(), names, false);
  }

  @Override
  public int compareTo(LimitGap other) {
    return ORDER.compare(this, other);
  }
}
