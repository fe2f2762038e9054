package dev.isotherm.rules;

import dev.isotherm.rules.condition.Limit;
import java.io.Serializable;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * Why a level of a rule, or the rule, is not used for some series.
 *
 * @param rule the name of the rule
 * @param limits what the sensor table does not have, or what contradicts, in words; empty if a
 *     series was not learned
 */
public record LimitGap(String rule, String limits, Kind kind)
    implements Comparable<LimitGap>, Serializable {

  /** What is wrong. */
  public enum Kind {
    /** Limits contradict each other: the rule is left out. */
    CONTRADICTION,
    /** The sensor table does not have a limit: its level is left out. */
    MISSING,
    /** The baseline has nothing of the series: deviations from it are absent. */
    NOT_LEARNED
  }

  private static final Comparator<LimitGap> ORDER =
      Comparator.comparing(LimitGap::rule)
          .thenComparing(LimitGap::kind)
          .thenComparing(LimitGap::limits);

  static LimitGap missing(Rule rule, Level level, String name) {
    String severity = level.severity().text();
    return new LimitGap(
        rule.name(), Limit.named(name) + " for its level " + severity, Kind.MISSING);
  }

  /** Without the numbers, which differ from series to series. */
  static LimitGap contradiction(Rule rule) {
    String names =
        RuleForSeries.limitNames(rule).stream()
            .map(name -> Limit.named(name).toString())
            .collect(Collectors.joining(", "));
    return new LimitGap(rule.name(), names, Kind.CONTRADICTION);
  }

  static LimitGap notLearned(Rule rule) {
    return new LimitGap(rule.name(), "", Kind.NOT_LEARNED);
  }

  boolean isMissing() {
    return kind == Kind.MISSING;
  }

  @Override
  public int compareTo(LimitGap other) {
    return ORDER.compare(this, other);
  }
}
