package dev.isotherm.agreement;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.text.NumberText;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Sensors;
import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Limit;
import dev.isotherm.rules.condition.TableLimits;
import dev.isotherm.rules.condition.Threshold;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.sensors.SeriesSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A sensor table for random rules: it has the numbers of their limits, other ones for each sensor,
 * and not all of them for each. What rules a series then has is said once more, without the table.
 */
final class RandomTable {

  private static final int SENSORS = 4;

  private final Map<String, Map<String, Double>> limits = new LinkedHashMap<>();
  private final Map<String, List<Rule>> rulesOfSensor = new HashMap<>();
  private final List<Rule> written = new ArrayList<>();

  RandomTable(RuleSet rules, Random random) {
    for (int sensor = 0; sensor < SENSORS; sensor++) {
      limits.put("s" + sensor, new TreeMap<>());
      rulesOfSensor.put("s" + sensor, new ArrayList<>());
    }
    limits.get("s1").put("outside", 1.0);
    limits.get("s3").put("outside", 0.0);
    for (int i = 0; i < rules.rules().size(); i++) {
      add(rules.rules().get(i), "r" + i + "_", random);
    }
  }

  private void add(Rule rule, String prefix, Random random) {
    boolean isOfSite = random.nextInt(3) == 0;
    Sensors named = rule.selector().sensors();
    Sensors sensors =
        isOfSite ? new Sensors(named.globs(), Map.of("site", List.of("north"))) : named;
    Selector selector = new Selector(rule.metric(), sensors, rule.selector().on());
    written.add(
        new Rule(
            rule.name(),
            selector,
            rule.levels().stream().map(level -> withNames(level, prefix)).toList(),
            rule.timing(),
            rule.annotations()));
    for (String sensor : limits.keySet()) {
      List<Level> levels = new ArrayList<>();
      double shift = random.nextInt(3) - 1;
      for (Level level : rule.levels()) {
        Condition shifted = shifted(level.condition(), shift);
        if (!isOfTable(shifted)) {
          levels.add(level);
        } else if (random.nextInt(6) > 0 && hasRoom(limits.get(sensor))) {
          levels.add(new Level(level.severity(), shifted, level.holdFor(), level.keepFiringFor()));
          numbers(shifted, prefix + level.severity().text()).forEach(limits.get(sensor)::put);
        }
      }
      boolean isWatched = !levels.isEmpty() || rule.levels().isEmpty();
      if (isWatched && named.match(sensor) && (!isOfSite || site(sensor).equals("north"))) {
        Map<String, String> labels = new TreeMap<>(Map.of("site", site(sensor)));
        labels.putAll(rule.annotations().labels());
        rulesOfSensor
            .get(sensor)
            .add(
                new Rule(
                    rule.name(),
                    selector,
                    levels,
                    rule.timing(),
                    new Annotations(rule.annotations().texts(), labels)
                        .withSeverities(rule.annotations().severities())));
      }
    }
  }

  /** A condition has at most four limits. */
  private static boolean hasRoom(Map<String, Double> limits) {
    return limits.size() + 4 <= SeriesSpec.MOST_LIMITS;
  }

  /** The site of a sensor; {@code null} if the table does not know it. */
  static String siteOf(String sensor) {
    return sensor.matches("s[0-%d]".formatted(SENSORS - 1)) ? site(sensor) : null;
  }

  private static String site(String sensor) {
    return sensor.equals("s1") ? "south" : "north";
  }

  /** The interval of a sensor's readings in milliseconds; 0 for none. */
  static long intervalMillis(String sensor) {
    return switch (sensor) {
      case "s0" -> 7_000;
      case "s2" -> 3_600_000;
      default -> 0;
    };
  }

  private static boolean isOfTable(Condition condition) {
    return condition instanceof Threshold || condition instanceof Band;
  }

  private static Condition shifted(Condition condition, double by) {
    if (condition instanceof Threshold one) {
      Threshold.Clear clear =
          one.clear() == null
              ? null
              : new Threshold.Clear(one.clear().limit() + by, one.clear().isInclusive());
      return new Threshold(one.kind(), one.limit() + by, clear);
    }
    if (condition instanceof Band one) {
      return new Band(
          one.kind(),
          shifted(one.limits(), by),
          one.clear() == null ? null : shifted(one.clear(), by));
    }
    return condition;
  }

  private static Band.Interval shifted(Band.Interval band, double by) {
    return new Band.Interval(band.low() + by, band.high() + by);
  }

  private static Map<String, Double> numbers(Condition condition, String name) {
    Map<String, Double> numbers = new TreeMap<>();
    if (condition instanceof Threshold one) {
      numbers.put(name, one.limit());
      if (one.clear() != null) {
        numbers.put(name + "_clear", one.clear().limit());
      }
    } else if (condition instanceof Band one) {
      numbers.put(name + "_low", one.limits().low());
      numbers.put(name + "_high", one.limits().high());
      if (one.clear() != null) {
        numbers.put(name + "_clear_low", one.clear().low());
        numbers.put(name + "_clear_high", one.clear().high());
      }
    }
    return numbers;
  }

  private static Level withNames(Level level, String prefix) {
    String name = prefix + level.severity().text();
    Condition condition = level.condition();
    if (condition instanceof Threshold one) {
      condition =
          new TableLimits(
              one.kind(),
              List.of(Limit.named(name)),
              one.clear() == null
                  ? null
                  : new TableLimits.Clear(one.clearKey(), List.of(Limit.named(name + "_clear"))));
    } else if (condition instanceof Band one) {
      condition =
          new TableLimits(
              one.kind(),
              ends(name),
              one.clear() == null
                  ? null
                  : new TableLimits.Clear(one.kind().clearKeys().get(0), ends(name + "_clear")));
    }
    return new Level(level.severity(), condition, level.holdFor(), level.keepFiringFor());
  }

  private static List<Limit> ends(String name) {
    return List.of(Limit.named(name + "_low"), Limit.named(name + "_high"));
  }

  /** The rules, with names in place of numbers. */
  RuleSet rules() {
    return new RuleSet(written);
  }

  /** The rules of each series, with numbers. */
  RulesOfSeries rulesOfSeries() {
    return new RulesOfSeries(
        rules().fingerprint(),
        series ->
            rulesOfSensor.getOrDefault(series.sensorId(), List.of()).stream()
                .filter(rule -> rule.metric().equals(series.metric()))
                .map(rule -> rule.of(series.sensorId()))
                .toList());
  }

  /** Whether a reading is a measurement, by the ranges in {@link #text}. */
  static boolean isValid(Reading reading) {
    double max = reading.series().sensorId().equals("s1") ? 30 : 32;
    return reading.value() >= -6 && reading.value() <= max;
  }

  /** How long a value of a series may stay the same, by {@link #text}; 0 for any time. */
  static long stuckAfterMillis(Series series) {
    return series.sensorId().equals("s2") ? 0 : 2_000;
  }

  /**
   * The readings whose value is stuck, in the plainest form.
   *
   * @param readings those that are checked, of any series
   */
  static List<Reading> stuck(List<Reading> readings) {
    List<Reading> stuck = new ArrayList<>();
    ExpectedTransitions.inOrder(readings)
        .forEach(
            (series, sorted) -> {
              long stuckAfter = stuckAfterMillis(series);
              int first = 0;
              for (int i = 1; i < sorted.size() && stuckAfter > 0; i++) {
                if (sorted.get(i).value() != sorted.get(i - 1).value()) {
                  first = i;
                }
                if (sorted.get(i).epochMillis() - sorted.get(first).epochMillis() > stuckAfter) {
                  stuck.add(sorted.get(i));
                }
              }
            });
    return stuck;
  }

  /** The table as YAML. */
  String text() {
    StringBuilder text = new StringBuilder("sensors:\n");
    limits.forEach(
        (sensor, numbers) -> {
          text.append("  - { sensor: ").append(sensor);
          text.append(", min: -6, max: ").append(sensor.equals("s1") ? 30 : 32);
          text.append(sensor.equals("s2") ? "" : ", stuckAfter: 2s");
          text.append(", labels: { site: ").append(site(sensor)).append(" }");
          if (intervalMillis(sensor) > 0) {
            text.append(", expectedInterval: ").append(intervalMillis(sensor)).append("ms");
          }
          text.append(", limits: {");
          String separator = " ";
          for (Map.Entry<String, Double> one : numbers.entrySet()) {
            text.append(separator).append(one.getKey()).append(": ");
            text.append(NumberText.of(one.getValue()));
            separator = ", ";
          }
          text.append(" } }\n");
        });
    return text.toString();
  }
}
