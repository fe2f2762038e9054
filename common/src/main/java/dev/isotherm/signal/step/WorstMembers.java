package dev.isotherm.signal.step;

import dev.isotherm.model.text.NumberText;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.MemberFunction;
import dev.isotherm.signal.Truth;
import java.util.ArrayList;
import java.util.List;
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
  private final boolean lowestFirst;

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
    lowestFirst = lowIsBad || named.function() == MemberFunction.MIN;
  }

  private static boolean hasCondition(Expression.AcrossMembers function) {
    return function.argument().type() == Expression.Type.BOOLEAN;
  }

  /**
   * Names the worst members: {@code s1, s2 and 3 more}, or with their values {@code s1 (31.2), s2
   * (30.9)}.
   *
   * @param members in any order
   * @return {@code null} if there is none
   */
  @Nullable String text(List<StepOfGroups.Member> members) {
    int most = isCondition ? MOST_HELD : MOST_VALUES;
    List<StepOfGroups.Member> worst = new ArrayList<>(most + 1);
    int found = 0;
    for (StepOfGroups.Member member : members) {
      if (isNamed(value(member))) {
        found++;
        insert(member, worst, most);
      }
    }
    if (worst.isEmpty()) {
      return null;
    }
    String names = worst.stream().map(this::name).collect(Collectors.joining(", "));
    int more = found - MOST_HELD;
    return isCondition && more > 0 ? names + " and " + more + " more" : names;
  }

  private double value(StepOfGroups.Member member) {
    return member.ofSensor()[argument];
  }

  private boolean isNamed(double value) {
    return isCondition ? value == Truth.TRUE.asReading() : !Double.isNaN(value);
  }

  /** Keeps the list sorted, the worst first, and as short as allowed. */
  private void insert(StepOfGroups.Member member, List<StepOfGroups.Member> worst, int most) {
    int place = worst.size();
    while (place > 0 && compare(member, worst.get(place - 1)) < 0) {
      place--;
    }
    if (place < most) {
      worst.add(place, member);
      if (worst.size() > most) {
        worst.remove(most);
      }
    }
  }

  private int compare(StepOfGroups.Member one, StepOfGroups.Member other) {
    int byValue = Double.compare(value(one), value(other));
    if (byValue != 0) {
      return lowestFirst ? byValue : -byValue;
    }
    return one.sensor().compareTo(other.sensor());
  }

  private String name(StepOfGroups.Member member) {
    return isCondition
        ? member.sensor()
        : member.sensor() + " (" + NumberText.of(value(member)) + ")";
  }
}
