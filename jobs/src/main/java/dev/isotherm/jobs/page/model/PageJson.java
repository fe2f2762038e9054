package dev.isotherm.jobs.page.model;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON between the server and the script of the page. Both are of one build, so it has no
 * version. Instants are milliseconds since the epoch. The many windows are flat arrays of numbers.
 */
final class PageJson {

  /** Windows of a small chart. */
  private static final int CHART_WINDOWS = 90;

  /** Start, end, mean, min, max, count and revision. */
  private static final int CHART_COLUMNS = SeriesHistory.REVISION + 1;

  private final PageModel model;

  PageJson(PageModel model) {
    this.model = model;
  }

  byte[] snapshot() {
    return JsonLinesWriter.object(
        json -> {
          json.writeNumberField("maxSeries", model.limits().series());
          json.writeNumberField("maxWindows", model.limits().windows());
          writeHead(json);
          json.writeArrayFieldStart("series");
          for (SeriesHistory history : model.histories()) {
            writeName(json, history);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("latest");
          for (SeriesHistory history : model.histories()) {
            if (history.size() > 0) {
              json.writeNumber(history.id());
              writeWindow(json, history, history.size() - 1, CHART_COLUMNS);
            }
          }
          json.writeEndArray();
          writeLate(json, model.histories());
          json.writeArrayFieldStart("alerts");
          for (Transition alert : model.alerts().active()) {
            writeAlert(json, AlertKey.of(alert), alert);
          }
          json.writeEndArray();
          writeSpans(json, model.alerts().spans());
          writeRejected(json);
        });
  }

  byte @Nullable [] update() {
    AlertBook alerts = model.alerts();
    Set<AlertKey> changedAlerts = alerts.takeChangedAlerts();
    Map<AlertSpan, Long> changedSpans = alerts.takeChangedSpans();
    if (model.changed().isEmpty()
        && model.added().isEmpty()
        && model.gone().isEmpty()
        && changedAlerts.isEmpty()
        && changedSpans.isEmpty()
        && !model.isRejectedChanged()
        && !model.isHeadChanged()) {
      return null;
    }
    return JsonLinesWriter.object(
        json -> {
          writeHead(json);
          json.writeArrayFieldStart("series");
          for (SeriesHistory history : model.added()) {
            writeName(json, history);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("gone");
          for (int id : model.gone()) {
            json.writeNumber(id);
          }
          json.writeEndArray();
          writeChanges(json);
          writeLate(json, model.changed());
          json.writeArrayFieldStart("alerts");
          for (AlertKey key : changedAlerts) {
            writeAlert(json, key, alerts.active(key));
          }
          json.writeEndArray();
          writeSpans(json, changedSpans);
          if (model.isRejectedChanged()) {
            writeRejected(json);
          }
        });
  }

  byte[] charts(Collection<SeriesHistory> histories) {
    return JsonLinesWriter.object(
        json -> {
          for (SeriesHistory history : histories) {
            json.writeArrayFieldStart(Integer.toString(history.id()));
            int from = Math.max(0, history.size() - CHART_WINDOWS);
            for (int window = from; window < history.size(); window++) {
              writeRounded(json, history, window);
            }
            json.writeEndArray();
          }
        });
  }

  /** A chart of fifty pixels needs no more digits than a float has. */
  private static void writeRounded(JsonGenerator json, SeriesHistory history, int window)
      throws IOException {
    for (int column = 0; column < CHART_COLUMNS; column++) {
      double value = history.value(window, column);
      if (isWhole(column)) {
        json.writeNumber((long) value);
      } else if (Float.isFinite((float) value)) {
        json.writeNumber((float) value);
      } else {
        writeNumber(json, value);
      }
    }
  }

  byte[] series(SeriesHistory history) {
    return JsonLinesWriter.object(
        json -> {
          json.writeNumberField("id", history.id());
          json.writeNumberField("late", history.late());
          json.writeArrayFieldStart("windows");
          for (int window = 0; window < history.size(); window++) {
            writeWindow(json, history, window, CHART_COLUMNS + 1);
          }
          json.writeEndArray();
          ThresholdJson.write(json, model.rules(), history.series());
        });
  }

  private void writeHead(JsonGenerator json) throws IOException {
    if (model.dataMillis() != Long.MIN_VALUE) {
      json.writeNumberField("dataMillis", model.dataMillis());
    }
    json.writeFieldName("status");
    json.writeRawValue(model.status());
    json.writeStringField("problem", model.problem());
    json.writeNumberField("forgottenSeries", model.forgottenSeries());
    json.writeNumberField("forgottenAlerts", model.alerts().forgotten());
    json.writeNumberField("unreadable", model.unreadable());
    json.writeStringField("firstUnreadable", model.firstUnreadable());
    writeSeverities(json, model.severities());
  }

  private static void writeName(JsonGenerator json, SeriesHistory history) throws IOException {
    json.writeNumber(history.id());
    json.writeString(history.series().sensorId());
    json.writeString(history.series().metric());
  }

  /** Changed windows by id, removed ones as id and start, and the series to load again. */
  private void writeChanges(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("windows");
    StringBuilder removed = new StringBuilder();
    StringBuilder again = new StringBuilder();
    for (SeriesHistory history : model.changed()) {
      long[] starts = history.takeChanges();
      if (starts.length > SeriesHistory.MOST_CHANGES) {
        append(again, history.id());
      }
      for (long start : starts) {
        int window = history.indexOf(start);
        if (window < 0) {
          append(removed, history.id());
          append(removed, start);
        } else {
          json.writeNumber(history.id());
          writeWindow(json, history, window, CHART_COLUMNS);
        }
      }
    }
    json.writeEndArray();
    json.writeFieldName("removed");
    json.writeRawValue("[" + removed + "]");
    json.writeFieldName("again");
    json.writeRawValue("[" + again + "]");
  }

  private static void append(StringBuilder list, long number) {
    list.append(list.isEmpty() ? "" : ",").append(number);
  }

  private static void writeWindow(
      JsonGenerator json, SeriesHistory history, int window, int columns) throws IOException {
    for (int column = 0; column < columns; column++) {
      double value = history.value(window, column);
      if (isWhole(column)) {
        json.writeNumber((long) value);
      } else {
        writeNumber(json, value);
      }
    }
  }

  private static boolean isWhole(int column) {
    return column == SeriesHistory.START
        || column == SeriesHistory.END
        || column == SeriesHistory.COUNT
        || column == SeriesHistory.REVISION;
  }

  /** JSON has no infinity. */
  static void writeNumber(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  private static void writeLate(JsonGenerator json, Collection<SeriesHistory> histories)
      throws IOException {
    json.writeArrayFieldStart("late");
    for (SeriesHistory history : histories) {
      if (history.late() > 0) {
        json.writeNumber(history.id());
        json.writeNumber(history.late());
      }
    }
    json.writeEndArray();
  }

  private static void writeAlert(JsonGenerator json, AlertKey key, @Nullable Transition last)
      throws IOException {
    json.writeStartObject();
    writeKey(json, key);
    if (last != null) {
      json.writeStringField("state", EnumText.lowerCase(last.state()));
      writeSeverity(json, last.severity(), last.severities());
      json.writeNumberField("at", last.atMillis());
      json.writeNumberField("since", last.sinceMillis());
      json.writeFieldName("value");
      writeNumber(json, last.value());
      json.writeFieldName("threshold");
      writeNumber(json, last.threshold());
      json.writeStringField("reason", EnumText.lowerCase(last.reason()));
      json.writeStringField("summary", last.summary());
    }
    json.writeEndObject();
  }

  /** The name, and the names of all, the mildest first, unless they are the standard ones. */
  static void writeSeverity(JsonGenerator json, AlertSeverity severity, Severities all)
      throws IOException {
    json.writeStringField("severity", severity.text());
    writeSeverities(json, all);
  }

  private static void writeSeverities(JsonGenerator json, Severities all) throws IOException {
    if (!all.isStandard()) {
      json.writeArrayFieldStart("severities");
      for (String name : all.names()) {
        json.writeString(name);
      }
      json.writeEndArray();
    }
  }

  private static void writeKey(JsonGenerator json, AlertKey key) throws IOException {
    json.writeStringField("rule", key.rule());
    json.writeStringField("sensor", key.series().sensorId());
    json.writeStringField("metric", key.series().metric());
  }

  private static void writeSpans(JsonGenerator json, Map<AlertSpan, Long> spans)
      throws IOException {
    json.writeArrayFieldStart("spans");
    for (Map.Entry<AlertSpan, Long> entry : spans.entrySet()) {
      AlertSpan span = entry.getKey();
      json.writeStartObject();
      writeKey(json, span.alert());
      json.writeStringField("state", EnumText.lowerCase(span.state()));
      writeSeverity(json, span.severity(), span.severities());
      json.writeNumberField("from", span.fromMillis());
      json.writeNumberField("since", span.sinceMillis());
      if (entry.getValue() != AlertSpan.OPEN) {
        json.writeNumberField("to", entry.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeRejected(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("rejected");
    for (RejectedMessage message : model.rejected()) {
      json.writeStartObject();
      json.writeNumberField("at", message.atMillis());
      json.writeStringField("reason", message.reason());
      json.writeStringField("detail", message.detail());
      json.writeStringField("position", message.position());
      json.writeStringField("excerpt", message.excerpt());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
