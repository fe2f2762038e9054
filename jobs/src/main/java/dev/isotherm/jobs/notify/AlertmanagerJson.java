package dev.isotherm.jobs.notify;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts transitions to the JSON of Alertmanager. */
final class AlertmanagerJson {

  private static final String STATE = "state";

  private AlertmanagerJson() {}

  /** Whether Alertmanager has an alert of its own for this state as long as it lasts. */
  static boolean fires(AlertState state) {
    return state == AlertState.FIRING
        || state == AlertState.NO_DATA
        || state == AlertState.FLAPPING;
  }

  /**
   * Whether the alert for one state ends when its rule and series enter another. If data is missing
   * or the alert is flapping, it is unknown whether an alert that fired is over.
   */
  static boolean ends(AlertState standsFor, AlertState entered) {
    boolean unknown = entered == AlertState.NO_DATA || entered == AlertState.FLAPPING;
    return standsFor != AlertState.FIRING || !unknown;
  }

  /**
   * The labels of the alert for the new state, which identify it. A label of the rule that has the
   * name of a built-in label gets the prefix {@code exported_}, as with Prometheus. An empty label
   * is omitted.
   */
  static Map<String, String> labels(Transition transition) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("alertname", transition.rule());
    labels.put("sensor_id", transition.series().sensorId());
    labels.put("metric", transition.series().metric());
    labels.put("severity", transition.severity().text());
    if (transition.state() != AlertState.FIRING) {
      labels.put(STATE, EnumText.lowerCase(transition.state()));
    }
    for (Map.Entry<String, String> label : new TreeMap<>(transition.labels()).entrySet()) {
      if (label.getValue().isEmpty()) {
        continue;
      }
      // Reserved even if absent: a rule must not make a firing alert look like missing data.
      String name = label.getKey().equals(STATE) ? "exported_" + STATE : label.getKey();
      while (labels.containsKey(name)) {
        name = "exported_" + name;
      }
      labels.put(name, label.getValue());
    }
    return labels;
  }

  /** The annotations of an alert; they can change while it fires. */
  static Map<String, String> annotations(Transition transition) {
    Map<String, String> annotations = new TreeMap<>();
    putText(annotations, "summary", transition.summary());
    putText(annotations, "description", transition.annotations().get(Transition.DESCRIPTION));
    putText(annotations, "runbook_url", transition.annotations().get(Transition.RUNBOOK));
    putText(annotations, "members", transition.annotations().get(Transition.MEMBERS));
    putNumber(annotations, "value", transition.value());
    putNumber(annotations, "threshold", transition.threshold());
    annotations.put("since", JsonLinesWriter.instant(transition.sinceMillis()));
    annotations.put("transition_id", transition.id());
    if (transition.rulesVersion() != null) {
      annotations.put("rules_version", transition.rulesVersion());
    }
    return annotations;
  }

  private static void putText(Map<String, String> annotations, String name, @Nullable String text) {
    if (text != null) {
      annotations.put(name, text);
    }
  }

  private static void putNumber(Map<String, String> annotations, String name, double number) {
    if (!Double.isNaN(number)) {
      annotations.put(name, JsonLinesWriter.number(number));
    }
  }

  /**
   * The body of {@code POST /api/v2/alerts}.
   *
   * @param validUntilMillis when Alertmanager may consider a firing alert as ended if it is not
   *     repeated
   */
  static String array(Collection<LiveAlert> alerts, long validUntilMillis) {
    return alerts.stream()
        .map(alert -> new String(object(alert, validUntilMillis), StandardCharsets.UTF_8))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static byte[] object(LiveAlert alert, long validUntilMillis) {
    // It must not end before it starts, even if the clock was set back.
    long endsAt =
        alert.hasEnded()
            ? alert.endsAtMillis()
            : Math.max(validUntilMillis, alert.startsAtMillis());
    return JsonLinesWriter.object(
        json -> {
          writeTexts(json, "labels", alert.labels());
          writeTexts(json, "annotations", annotations(alert.cause()));
          json.writeStringField("startsAt", JsonLinesWriter.instant(alert.startsAtMillis()));
          json.writeStringField("endsAt", JsonLinesWriter.instant(endsAt));
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
}
