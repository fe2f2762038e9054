package dev.isotherm.alert.unittest;

import dev.isotherm.model.DurationText;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.model.text.NumberText;
import dev.isotherm.yaml.YamlScalars;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A transition that a test expects.
 *
 * @param words instant, rule, series, state and severity, as {@link #words} writes them
 * @param more further fields that it must have, by their keys
 */
record Expectation(String words, Map<String, String> more) {

  /** Key of the words. */
  static final String TRANSITION = "transition";

  /** Key of the labels. */
  static final String LABELS = "labels";

  /** Keys of further fields whose value is a text or a number. */
  static final List<String> FIELDS =
      List.of(
          "value",
          "threshold",
          "summary",
          Transition.DESCRIPTION,
          Transition.RUNBOOK,
          Transition.MEMBERS);

  /**
   * {@code 8min overheating temperature{boiler-1} firing warning}.
   *
   * @param start of the test, from which instants count
   */
  static String words(Transition transition, Instant start) {
    Series series = transition.series();
    return words(
        Duration.ofMillis(transition.atMillis() - start.toEpochMilli()),
        transition.rule(),
        series.metric() + "{" + series.sensorId() + "}",
        transition.state().name(),
        transition.severity().text());
  }

  static String words(Duration at, String rule, String series, String state, String severity) {
    String what = (state + " " + severity).toLowerCase(Locale.ROOT);
    return String.join(" ", DurationText.format(at), rule, series, what);
  }

  boolean isMetBy(Transition transition, Instant start) {
    return words.equals(words(transition, start)) && fields(transition).equals(more);
  }

  /** These of the transition's fields that are expected. */
  private Map<String, String> fields(Transition transition) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("value", number(transition.value()));
    all.put("threshold", number(transition.threshold()));
    all.put("summary", String.valueOf(transition.summary()));
    transition.annotations().forEach(all::put);
    transition.labels().forEach((name, value) -> all.put(LABELS + "." + name, value));
    Map<String, String> expected = new LinkedHashMap<>();
    more.keySet().forEach(key -> expected.put(key, all.getOrDefault(key, "none")));
    return expected;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "none" : NumberText.of(value);
  }

  long millis() {
    return YamlScalars.parseDuration(words.substring(0, words.indexOf(' '))).toMillis();
  }

  /** The transition in the form of this expectation. */
  Expectation as(Transition transition, Instant start) {
    return new Expectation(words(transition, start), fields(transition));
  }

  @Override
  public String toString() {
    return more.isEmpty() ? words : words + " " + more;
  }
}
