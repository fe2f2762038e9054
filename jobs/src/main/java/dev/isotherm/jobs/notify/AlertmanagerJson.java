package dev.isotherm.jobs.notify;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a transition is in Alertmanager's words. */
final class AlertmanagerJson {

  private static final String STATE = "state";

  private AlertmanagerJson() {}

  /** Whether an alert of its own stands for this state as long as it lasts. */
  static boolean fires(AlertState state) {
    return state == AlertState.FIRING
        || state == AlertState.NO_DATA
        || state == AlertState.FLAPPING;
  }

  /**
   * Whether an alert that stands for one state ends when its rule and series enter another. Where
   * data is missing or changes too often, nobody knows that what fired is over.
   */
  static boolean ends(AlertState standsFor, AlertState entered) {
    boolean unknown = entered == AlertState.NO_DATA || entered == AlertState.FLAPPING;
    return standsFor != AlertState.FIRING || !unknown;
  }

  /**
   * The labels of the alert that stands for the state entered: its identity. A label of the rule
   * that has the name of one of ours gets {@code exported_} before it, as with Prometheus. An empty
   * label is none.
   */
  static Map<String, String> labels(Transition transition) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("alertname", transition.rule());
    labels.put("sensor_id", transition.series().sensorId());
    labels.put("metric", transition.series().metric());
    labels.put("severity", word(transition.severity()));
    if (transition.state() != AlertState.FIRING) {
      labels.put(STATE, word(transition.state()));
    }
    for (Map.Entry<String, String> label : new TreeMap<>(transition.labels()).entrySet()) {
      if (label.getValue().isEmpty()) {
        continue;
      }
      // Reserved also where it is not there: a rule must not make a firing alert look like no data.
      String name = label.getKey().equals(STATE) ? "exported_" + STATE : label.getKey();
      while (labels.containsKey(name)) {
        name = "exported_" + name;
      }
      labels.put(name, label.getValue());
    }
    return labels;
  }

  /** What is told with an alert and can change while it fires. */
  static Map<String, String> annotations(Transition transition) {
    Map<String, String> annotations = new TreeMap<>();
    if (transition.summary() != null) {
      annotations.put("summary", transition.summary());
    }
    putNumber(annotations, "value", transition.value());
    putNumber(annotations, "threshold", transition.threshold());
    annotations.put("since", JsonLines.instant(transition.sinceMillis()));
    annotations.put("transition_id", transition.id());
    if (transition.rulesVersion() != null) {
      annotations.put("rules_version", transition.rulesVersion());
    }
    return annotations;
  }

  private static void putNumber(Map<String, String> annotations, String name, double number) {
    if (!Double.isNaN(number)) {
      annotations.put(name, JsonLines.number(number));
    }
  }

  /**
   * The body of {@code POST /api/v2/alerts}.
   *
   * @param validUntilMillis when Alertmanager may take an alert that fires for ended, if it hears
   *     nothing more of it
   */
  static String array(Collection<LiveAlert> alerts, long validUntilMillis) {
    return alerts.stream()
        .map(alert -> new String(object(alert, validUntilMillis), StandardCharsets.UTF_8))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static byte[] object(LiveAlert alert, long validUntilMillis) {
    // It must not end before it starts, should the clock have been set back.
    long endsAt =
        alert.hasEnded()
            ? alert.endsAtMillis()
            : Math.max(validUntilMillis, alert.startsAtMillis());
    return JsonLines.object(
        json -> {
          writeTexts(json, "labels", alert.labels());
          writeTexts(json, "annotations", annotations(alert.cause()));
          json.writeStringField("startsAt", JsonLines.instant(alert.startsAtMillis()));
          json.writeStringField("endsAt", JsonLines.instant(endsAt));
        });
  }

  private static void writeTexts(JsonGenerator json, String field, Map<String, String> texts)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      json.writeStringField(text.getKey(), text.getValue());
    }
    json.writeEndObject();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
