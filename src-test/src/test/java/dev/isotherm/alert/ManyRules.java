package dev.isotherm.alert;

import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A fleet of ten thousand sensors, and rules of which each sensor has so many, however many. */
final class ManyRules {

  static final int SENSORS = 10_000;

  private ManyRules() {}

  static Series sensor(int number) {
    return new Series(String.format(Locale.ROOT, "%04d", number % SENSORS), "temperature");
  }

  /**
   * Rules that share the fleet evenly, by the digits that names begin with.
   *
   * @param rules how many in all; a power of 10
   * @param each how many of them watch each sensor; a power of 10, at most {@code rules}
   */
  static List<Rule> rules(int rules, int each, Timing timing) {
    int groups = rules / each;
    int digits = Integer.toString(groups).length() - 1;
    List<Rule> all = new ArrayList<>();
    for (int i = 0; i < rules; i++) {
      int group = i % groups;
      String prefix = digits == 0 ? "" : String.format(Locale.ROOT, "%0" + digits + "d", group);
      all.add(
          new Rule(
              "rule" + i,
              new Selector(
                  "temperature",
                  new Glob(digits == 4 ? prefix : prefix + "*"),
                  Selector.Source.READINGS),
              List.of(Level.above(Severity.WARNING, 28), Level.above(Severity.CRITICAL, 30)),
              timing,
              Notice.NONE));
    }
    return all;
  }

  /** Every reading moves deadlines, so every status is remembered. */
  static Timing withDeadlines() {
    return new Timing(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(5), null);
  }
}
