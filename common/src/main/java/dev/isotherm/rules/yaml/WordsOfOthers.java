package dev.isotherm.rules.yaml;

import java.util.Map;

/** Keys of other programs, and what a file of rules has in their place. */
final class WordsOfOthers {

  private static final String ACTIVE =
      "active at a rule, such as active: { days: mon-fri, from: 06:00, to: 20:00, zone:"
          + " Europe/Madrid }";
  private static final String MAINTENANCE =
      "maintenance beside rules, such as maintenance: [{ rules: hot, from: 02:00, to: 03:00, zone:"
          + " Europe/Madrid }]";

  /** Keys of Prometheus' rules, and of Alertmanager's routes. */
  static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("alert", "name"),
          Map.entry("for", "holdFor"),
          Map.entry("keep_firing_for", "keepFiringFor"),
          Map.entry(
              "expr",
              "metric and levels, such as metric: temperature, levels: { warning: { above: 28"
                  + " } }"),
          Map.entry("annotations", "summary, description and runbook"),
          Map.entry(
              "slide",
              "a signal in place of metric and on, such as signal: mean(temperature, 1h), every: 5m"),
          Map.entry("severity", "levels, such as levels: { critical: { above: 28 } }"),
          Map.entry("time_intervals", ACTIVE),
          Map.entry("active_time_intervals", ACTIVE),
          Map.entry("mute_time_intervals", MAINTENANCE),
          Map.entry("maintenance", MAINTENANCE));

  /** Keys of other files. */
  static final Map<String, String> OF_FILE =
      Map.of(
          "groups", "rules, a list of rules; this is no file of Prometheus' rules",
          "time_intervals", ACTIVE,
          "mute_time_intervals", MAINTENANCE,
          "active_time_intervals", ACTIVE,
          "silences", MAINTENANCE);

  /** Keys of Alertmanager's time intervals and silences. */
  static final Map<String, String> HOURS =
      Map.of(
          "times", "from and to",
          "weekdays", "days, such as mon-fri",
          "weekday", "days, such as mon-fri",
          "day", "days, such as mon-fri",
          "location", "zone, such as Europe/Madrid",
          "timezone", "zone, such as Europe/Madrid",
          "start_time", "from",
          "end_time", "to",
          "startsAt", "from",
          "endsAt", "to");

  /** Signs in place of the names of conditions. */
  static final Map<String, String> SIGNS =
      Map.of(
          ">", "above",
          ">=", "atLeast",
          "<", "below",
          "<=", "atMost",
          "=", "equals",
          "==", "equals",
          "!=", "notEquals");

  private WordsOfOthers() {}
}
