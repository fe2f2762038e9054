package dev.isotherm.alert;

import dev.isotherm.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rules of every kind, for values around 0 that come every few seconds. */
public final class RandomRules {
  private RandomRules() {}

  /** Rules on a metric; of all sensors, or of some. */
  public static RuleSet of(Random random, int count, String metric) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(rule(random, "rule" + i, metric));
    }
    return new RuleSet(rules);
  }

  /** The rules that could follow: some as they are, some with another notice, some others. */
  public static RuleSet after(Random random, RuleSet before, String metric) {
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : before.rules()) {
      switch (random.nextInt(4)) {
        case 0 -> rules.add(rule);
        case 1 ->
            rules.add(
                new Rule(
                    rule.name(),
                    rule.selector(),
                    rule.levels(),
                    rule.timing(),
                    new Notice(null, Map.of("changed", "" + random.nextInt(100)))));
        case 2 -> rules.add(rule(random, rule.name(), metric));
        default -> rules.add(rule(random, "new" + random.nextInt(1_000_000), metric));
      }
    }
    return new RuleSet(rules);
  }

  static Rule rule(Random random, String name, String metric) {
    Timing timing =
        new Timing(
            seconds(random, 20),
            seconds(random, 20),
            seconds(random, 60),
            random.nextInt(3) > 0
                ? null
                : new Timing.Flapping(
                    1 + random.nextInt(4), Duration.ofSeconds(1 + random.nextInt(60))));
    boolean silenceAlone = !timing.noDataAfter().isZero() && random.nextInt(6) == 0;
    String[] sensors = {"*", "s*", "s1", "s?", "*2"};
    return new Rule(
        name,
        new Selector(
            metric, new Glob(sensors[random.nextInt(sensors.length)]), Selector.Source.READINGS),
        silenceAlone ? List.of() : levels(random),
        timing,
        random.nextBoolean()
            ? Notice.NONE
            : new Notice(
                new Summary("{{sensor_id}} {{value}} {{threshold}} {{severity}}"),
                Map.of("team", "plant")));
  }

  private static Duration seconds(Random random, int most) {
    return random.nextInt(3) == 0 ? Duration.ZERO : Duration.ofMillis(random.nextInt(most * 1_000));
  }

  private static List<Level> levels(Random random) {
    int kind = random.nextInt(5);
    double hysteresis = random.nextInt(3) == 0 ? 0 : random.nextInt(3);
    Duration within = Duration.ofSeconds(1 + random.nextInt(60));
    List<Level> levels = new ArrayList<>();
    double limit = random.nextInt(4);
    for (Severity severity : Severity.values()) {
      if (random.nextInt(4) > 0 || (levels.isEmpty() && severity == Severity.CRITICAL)) {
        levels.add(new Level(severity, condition(kind, limit, hysteresis, within)));
      }
      limit += 1 + random.nextInt(2);
    }
    return levels;
  }

  private static Condition condition(int kind, double limit, double hysteresis, Duration within) {
    return switch (kind) {
      case 0 -> new Above(limit, limit - hysteresis);
      case 1 -> new Below(-limit, -limit + hysteresis);
      case 2 -> {
        double clear = Math.max(0.5, limit + 1 - hysteresis);
        yield new Outside(-limit - 1, limit + 1, -clear, clear);
      }
      case 3 -> {
        double half = 10 - limit;
        yield new Inside(-half, half, -half - hysteresis, half + hysteresis);
      }
      default -> new ChangesBy(limit + 1, within);
    };
  }
}
