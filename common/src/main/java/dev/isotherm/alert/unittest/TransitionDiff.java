package dev.isotherm.alert.unittest;

import dev.isotherm.rules.yaml.YamlMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Compares expected and actual transitions, in the order of time.
 *
 * @param lines with {@code -} for a missing transition, {@code +} for an unexpected one, and blank
 *     for an expected one; empty if all are as expected
 */
public record TransitionDiff(List<String> lines) {

  private record Line(String sign, String words) {
    long millis() {
      return YamlMap.parseDuration(words.substring(0, words.indexOf(' '))).toMillis();
    }
  }

  public static TransitionDiff of(List<String> expected, List<String> came) {
    List<String> missing = new ArrayList<>(expected);
    List<Line> lines = new ArrayList<>();
    for (String one : came) {
      lines.add(new Line(missing.remove(one) ? " " : "+", one));
    }
    missing.forEach(one -> lines.add(new Line("-", one)));
    if (lines.stream().allMatch(line -> line.sign.equals(" "))) {
      return new TransitionDiff(List.of());
    }
    lines.sort(Comparator.comparingLong(Line::millis).thenComparing(Line::sign));
    List<String> text = new ArrayList<>();
    text.add("     - expected, but did not come; + came, but was not expected");
    lines.forEach(line -> text.add("     " + line.sign + " " + line.words));
    return new TransitionDiff(text);
  }

  public boolean isEmpty() {
    return lines.isEmpty();
  }
}
