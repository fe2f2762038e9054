package dev.isotherm.rules.yaml;

import java.util.Map;

/** Keys of other programs, and what a file of rules has in their place. */
final class WordsOfOthers {

  /** Keys of Prometheus' rules. */
  static final Map<String, String> KEYS =
      Map.of(
          "alert", "name",
          "for", "holdFor",
          "keep_firing_for", "keepFiringFor",
          "expr",
              "metric and levels, such as metric: temperature, levels: { warning: { above: 28 } }",
          "annotations", "summary, description and runbook",
          "severity", "levels, such as levels: { critical: { above: 28 } }");

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
