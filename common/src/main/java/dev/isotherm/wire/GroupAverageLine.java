package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.group.GroupAverage;
import dev.isotherm.group.SensorGroup;
import java.io.IOException;
import java.util.Map;

/**
 * Averages of groups as lines of JSON, in UTF-8, without the line end. Numbers and instants are
 * those of {@link JsonLinesWriter}.
 */
public final class GroupAverageLine {
  private GroupAverageLine() {}

  /** {@code group, metric, window_start, window_end, count, sum, …, sensors, revision}. */
  public static byte[] of(GroupAverage average) {
    return JsonLinesWriter.object(
        json -> {
          writeGroup(json, average);
          JsonLinesWriter.writeValues(json, average.average());
          json.writeNumberField("sensors", average.sensors());
          json.writeNumberField("revision", average.average().revision());
        });
  }

  /** The key of all revisions of an average: group, metric and window start. */
  public static byte[] keyOf(GroupAverage average) {
    return JsonLinesWriter.object(
        json -> {
          writeGroup(json, average);
          json.writeStringField(
              "window_start", JsonLinesWriter.instant(average.average().windowStartMillis()));
        });
  }

  private static void writeGroup(JsonGenerator json, GroupAverage average) throws IOException {
    json.writeObjectFieldStart("group");
    for (Map.Entry<String, String> label : average.group().labels().entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    json.writeStringField("metric", average.average().series().metric());
  }

  /**
   * Reads one line. Fields may come in any order, and unknown fields are ignored.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if the line is not valid
   */
  public static GroupAverage read(byte[] line) {
    JsonFieldsReader fields = JsonFieldsReader.of(line);
    Map<String, String> labels = fields.object("group").members();
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("group: must be an object with at least one label");
    }
    SensorGroup group = SensorGroup.of(labels);
    return new GroupAverage(
        group,
        JsonLinesReader.readAverage(fields, group.series(fields.text("metric"))),
        fields.whole("sensors"));
  }
}
