package dev.isotherm.alert.unittest;

import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleIndex;
import dev.isotherm.rules.RulesInTable;
import dev.isotherm.rules.baseline.RulesInBaseline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of unit tests of rules: values of series, and the expected transitions.
 *
 * @param tested the rules under test
 */
public record RuleUnitTests(TestedRules tested, List<Case> cases) {

  /**
   * One test.
   *
   * @param start instant of the first values
   * @param interval between two values
   * @param series their values; {@code null} for no value
   * @param only the names of the rules that are tested; empty for all
   * @param expected transitions, in any order
   */
  public record Case(
      String name,
      Instant start,
      Duration interval,
      Map<Series, List<@Nullable Double>> series,
      List<String> only,
      List<Expectation> expected) {

    /**
     * Compares expected and actual transitions, in the order of time.
     *
     * @return lines with {@code -} for a missing transition, {@code +} for an unexpected one, and
     *     blank for an expected one; empty if all are as expected
     */
    public List<String> diff(TestedRules tested) {
      List<Expectation> missing = new ArrayList<>(expected);
      List<Line> lines = new ArrayList<>();
      List<Transition> unexpected = new ArrayList<>();
      for (Transition one : tested.only(only).simulate(series, start, interval)) {
        Expectation met =
            missing.stream()
                .filter(expectation -> expectation.isMetBy(one, start))
                .findFirst()
                .orElse(null);
        if (met == null) {
          unexpected.add(one);
        } else {
          missing.remove(met);
          lines.add(new Line(" ", met));
        }
      }
      unexpected.forEach(one -> lines.add(new Line("+", inFormOf(one, missing))));
      missing.forEach(one -> lines.add(new Line("-", one)));
      if (lines.stream().allMatch(line -> line.sign.equals(" "))) {
        return List.of();
      }
      lines.sort(
          Comparator.comparingLong((Line line) -> line.what.millis()).thenComparing(Line::sign));
      List<String> text = new ArrayList<>();
      text.add("     - expected, but did not come; + came, but was not expected");
      lines.forEach(line -> text.add("     " + line.sign + " " + line.what));
      return text;
    }

    /** With the fields that were expected of a transition with the same words. */
    private Expectation inFormOf(Transition one, List<Expectation> missing) {
      String words = Expectation.words(one, start);
      return missing.stream()
          .filter(expectation -> expectation.words().equals(words))
          .findFirst()
          .orElse(new Expectation(words, Map.of()))
          .as(one, start);
    }
  }

  private record Line(String sign, Expectation what) {}

  /**
   * One sentence for each limit and label of a rule that no sensor has, for each limit that the
   * sensor of a series does not have, and for what the baseline has not learned.
   */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(RulesInTable.unknown(tested.rules(), tested.sensors()));
    warnings.addAll(RulesInBaseline.warnings(tested.rules(), tested.baseline(), tested.sensors()));
    RuleIndex index = new RuleIndex(tested.rules().rules(), tested.sensors());
    for (Case one : cases) {
      one.series.keySet().forEach(index::of);
    }
    index.gaps().found().forEach(gap -> warnings.add(gap.sentence()));
    return warnings;
  }

  /**
   * Reads a file, and the file of rules that it names, which lies beside it.
   *
   * @throws dev.isotherm.model.ConfigurationException with all errors, each with file, line, key,
   *     value and what is allowed
   */
  public static RuleUnitTests read(Path path) {
    return new RuleUnitTestReader(path).read();
  }
}
