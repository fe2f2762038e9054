package dev.isotherm.rules;

import dev.isotherm.model.Series;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The series for which levels of rules are not used, because the sensor table has not their limits,
 * or the baseline knows nothing of them. Of each gap, the names of the first {@value
 * FirstNames#MOST} series are kept. Not for several threads.
 */
public final class LimitGaps {

  private final SortedMap<LimitGap, FirstNames> gaps = new TreeMap<>();

  /**
   * The series with one gap.
   *
   * @param series the first ones by name
   * @param more whether there are others
   */
  public record Found(LimitGap gap, List<String> series, boolean more) implements Serializable {

    /** Returns this with another name of the rule. */
    public Found of(UnaryOperator<String> nameOf) {
      LimitGap named = new LimitGap(nameOf.apply(gap.rule()), gap.limits(), gap.kind());
      return new Found(named, series, more);
    }

    /** One sentence, which begins with the rule. */
    public String sentence() {
      String rule = "rule " + gap.rule();
      return switch (gap.kind()) {
        case MISSING ->
            "%s: the sensor table has no %s of %s; the level is left out there"
                .formatted(rule, gap.limits(), seriesInWords());
        case CONTRADICTION ->
            "%s does not watch %s: the limits %s contradict each other there"
                .formatted(rule, seriesInWords(), gap.limits());
        case NOT_LEARNED ->
            "%s: the baseline has learned nothing of %s; deviation is absent there"
                .formatted(rule, seriesInWords());
      };
    }

    private String seriesInWords() {
      String count = (more ? "more than " : "") + series.size() + " series, such as ";
      return (series.size() == 1 ? "" : count) + series.get(0);
    }
  }

  void add(LimitGap gap, Series series) {
    gaps.computeIfAbsent(gap, key -> new FirstNames())
        .add(series.metric() + "{" + series.sensorId() + "}");
  }

  void addAll(List<Found> others) {
    for (Found other : others) {
      gaps.computeIfAbsent(other.gap(), key -> new FirstNames())
          .addAll(other.series(), other.more());
    }
  }

  /** What was found so far, by rules. */
  public List<Found> found() {
    List<Found> found = new ArrayList<>();
    gaps.forEach((gap, series) -> found.add(new Found(gap, series.list(), series.hasMore())));
    return found;
  }

  /** How many pairs of gaps and series there are, as far as they are kept. */
  public long count() {
    return found().stream().mapToLong(one -> one.series().size()).sum();
  }
}
