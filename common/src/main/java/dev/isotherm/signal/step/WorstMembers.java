package dev.isotherm.signal.step;

import dev.isotherm.model.text.NumberText;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.MemberFunction;
import dev.isotherm.signal.Truth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members that the alert of a group names: those for which a condition holds, or those with the
 * worst values. They are the members that the first function with a condition counts, or that the
 * first function of the rule looks at if no function has a condition.
 */
final class WorstMembers {

  /** How many members are named for which a condition holds. */
  private static final int MOST_HELD = 10;

  /** How many members are named by their values. */
  private static final int MOST_VALUES = 3;

  private final int argument;
  private final boolean isCondition;
  private final Comparator<Map.Entry<String, Double>> worstFirst;

  /**
   * For a rule about groups.
   *
   * @param functions of the members; at least one
   * @param firstArgument the place of the first function's argument among the results of a sensor
   * @param lowIsBad whether the levels of the rule fire at low values
   */
  WorstMembers(List<Expression.AcrossMembers> functions, int firstArgument, boolean lowIsBad) {
    Expression.AcrossMembers named =
        functions.stream().filter(WorstMembers::hasCondition).findFirst().orElse(functions.get(0));
    argument = firstArgument + functions.indexOf(named);
    isCondition = hasCondition(named);
    boolean lowestFirst = lowIsBad || named.function() == MemberFunction.MIN;
    Comparator<Map.Entry<String, Double>> byValue = Map.Entry.comparingByValue();
    worstFirst =
        (lowestFirst ? byValue : byValue.reversed()).thenComparing(Map.Entry.comparingByKey());
  }

  private static boolean hasCondition(Expression.AcrossMembers function) {
    return function.argument().type() == Expression.Type.BOOLEAN;
  }

  /**
   * Names the worst members: {@code s1, s2 and 3 more}, or with their values {@code s1 (31.2), s2
   * (30.9)}.
   *
   * @param ofMembers the results of the sensors by their names
   * @return {@code null} if there is none
   */
  @Nullable String text(Map<String, double[]> ofMembers) {
    Predicate<Map.Entry<String, double[]>> isNamed =
        isCondition
            ? member -> member.getValue()[argument] == Truth.TRUE.asReading()
            : member -> !Double.isNaN(member.getValue()[argument]);
    List<Map.Entry<String, Double>> worst =
        ofMembers.entrySet().stream()
            .filter(isNamed)
            .map(member -> Map.entry(member.getKey(), member.getValue()[argument]))
            .sorted(worstFirst)
            .toList();
    if (worst.isEmpty()) {
      return null;
    }
    String names =
        worst.stream()
            .limit(isCondition ? MOST_HELD : MOST_VALUES)
            .map(this::name)
            .collect(Collectors.joining(", "));
    int more = worst.size() - MOST_HELD;
    return isCondition && more > 0 ? names + " and " + more + " more" : names;
  }

  private String name(Map.Entry<String, Double> member) {
    return isCondition
        ? member.getKey()
        : member.getKey() + " (" + NumberText.of(member.getValue()) + ")";
  }
}
