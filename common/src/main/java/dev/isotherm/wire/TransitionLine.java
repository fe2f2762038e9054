package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.Transition;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members of a transition, see {@link JsonLinesWriter#of(Transition)}. */
final class TransitionLine {

  private TransitionLine() {}

  static void write(JsonGenerator json, Transition transition) throws IOException {
    json.writeStringField("id", transition.id());
    json.writeStringField("rule", transition.rule());
    json.writeStringField("severity", transition.severity().text());
    JsonLinesWriter.writeSeries(json, transition.series());
    json.writeStringField("state", EnumText.lowerCase(transition.state()));
    json.writeStringField("previous", EnumText.lowerCase(transition.previous()));
    AlertSeverity left = transition.previousSeverity();
    json.writeStringField("previous_severity", left == null ? null : left.text());
    json.writeStringField("at", JsonLinesWriter.instant(transition.atMillis()));
    writeNumber(json, "value", transition.value());
    writeNumber(json, "threshold", transition.threshold());
    json.writeStringField("since", JsonLinesWriter.instant(transition.sinceMillis()));
    json.writeStringField("reason", EnumText.lowerCase(transition.reason()));
    writeExtras(json, transition);
  }

  private static void writeNumber(JsonGenerator json, String name, double value)
      throws IOException {
    if (Double.isNaN(value)) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }

  private static void writeText(JsonGenerator json, String name, @Nullable String text)
      throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  private static void writeExtras(JsonGenerator json, Transition transition) throws IOException {
    if (transition.repeat() > 0) {
      json.writeNumberField("repeat", transition.repeat());
    }
    if (transition.rulesVersion() != null) {
      json.writeStringField("rules_version", transition.rulesVersion());
    }
    writeText(json, "summary", transition.summary());
    for (String name : Transition.ANNOTATIONS) {
      writeText(json, name, transition.annotations().get(name));
    }
    if (!transition.severities().isStandard()) {
      json.writeArrayFieldStart("severities");
      for (String name : transition.severities().names()) {
        json.writeString(name);
      }
      json.writeEndArray();
    }
    if (!transition.labels().isEmpty()) {
      json.writeObjectFieldStart("labels");
      for (Map.Entry<String, String> label : new TreeMap<>(transition.labels()).entrySet()) {
        json.writeStringField(label.getKey(), label.getValue());
      }
      json.writeEndObject();
    }
  }
}
