package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOut;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The progress record that a stream publishes with each checkpoint, in one transaction with the
 * results of that checkpoint.
 *
 * @param group the stream's consumer group, which identifies the stream
 * @param range the records that the stream has read; partitions without a message are missing
 * @param watermarkMillis all windows that end before it are published; {@code Long.MIN_VALUE} if
 *     there is none yet
 * @param deadlinesMillis all deadlines of alerts on readings up to this instant have passed, and
 *     their transitions are published; {@code Long.MIN_VALUE} if there is none yet
 * @param accounting the counts of all messages and readings of the range
 * @param job Flink's id of the job; empty if unknown
 * @param earlierRuns the runs of the group before this one that it has no state of, oldest first
 * @param unmatched names that users gave and that no message had since the job was started or
 *     restarted, such as {@code metric humidty}; the field is missing if there are none
 * @param leftOut what was left out of accepted messages since the job was started, what occurred
 *     most first; the field is missing if there is nothing
 * @param lateForAlerts how many readings came too late for the rules on readings; the field is
 *     missing if there are none
 * @param expectedSinceMillis from when on the series of the sensor table are expected to send;
 *     {@code null}, and a field that is missing, if none is expected
 */
public record StreamProgress(
    String group,
    StreamSettings settings,
    OffsetRange range,
    long watermarkMillis,
    long deadlinesMillis,
    Accounting accounting,
    String job,
    List<EarlierRun> earlierRuns,
    List<String> unmatched,
    List<LeftOut> leftOut,
    long lateForAlerts,
    @Nullable Long expectedSinceMillis) {

  private static final int MOST_LEFT_OUT = 20;

  public StreamProgress {
    leftOut =
        leftOut.stream()
            .sorted(Comparator.comparingLong(LeftOut::count).reversed())
            .limit(MOST_LEFT_OUT)
            .toList();
  }

  /**
   * Creates a record without unmatched names, with nothing left out and nothing late for alerts.
   */
  public StreamProgress(
      String group,
      StreamSettings settings,
      OffsetRange range,
      long watermarkMillis,
      long deadlinesMillis,
      Accounting accounting,
      String job,
      List<EarlierRun> earlierRuns) {
    this(
        group,
        settings,
        range,
        watermarkMillis,
        deadlinesMillis,
        accounting,
        job,
        earlierRuns,
        List.of(),
        List.of(),
        0,
        null);
  }

  /** Returns this record with settings that say otherwise how messages become readings. */
  public StreamProgress withParsing(ParseOptions parsing) {
    return new StreamProgress(
        group,
        settings.withParsing(parsing),
        range,
        watermarkMillis,
        deadlinesMillis,
        accounting,
        job,
        earlierRuns,
        unmatched,
        leftOut,
        lateForAlerts,
        expectedSinceMillis);
  }

  /** Writes the record; {@link #read} reads it. */
  public byte[] line() {
    return JsonLinesWriter.object(
        json -> {
          json.writeStringField("group", group);
          json.writeStringField("topic", range.topic());
          StreamSettingsJson.write(json, settings);
          write(json, "from", range.from());
          write(json, "to", range.to());
          json.writeStringField("watermark", instant(watermarkMillis));
          json.writeStringField("deadlines", instant(deadlinesMillis));
          JsonLinesWriter.write(json, accounting);
          json.writeStringField("job", job);
          json.writeArrayFieldStart("earlier_runs");
          for (EarlierRun run : earlierRuns) {
            json.writeStartObject();
            write(json, "from", run.firstOffsets());
            write(json, "to", run.nextOffsets());
            json.writeStringField("watermark", instant(run.watermarkMillis()));
            JsonLinesWriter.write(json, run.accounting());
            json.writeEndObject();
          }
          json.writeEndArray();
          writeUnmatched(json);
          LeftOutRecord.write(json, leftOut);
          if (lateForAlerts > 0) {
            json.writeNumberField("late_for_alerts", lateForAlerts);
          }
          if (expectedSinceMillis != null) {
            json.writeStringField("expected_since", instant(expectedSinceMillis));
          }
        });
  }

  /** Writes the field {@code unmatched}, unless there is no such name. */
  public void writeUnmatched(JsonGenerator json) throws IOException {
    if (!unmatched.isEmpty()) {
      json.writeArrayFieldStart("unmatched");
      for (String name : unmatched) {
        json.writeString(name);
      }
      json.writeEndArray();
    }
  }

  private static String instant(long millis) {
    return millis == Long.MIN_VALUE ? null : JsonLinesWriter.instant(millis);
  }

  private static long instant(JsonFieldsReader fields, String name) {
    return fields.has(name) ? fields.instant(name) : Long.MIN_VALUE;
  }

  /** The key of the records of a stream. */
  public static byte[] key(String group) {
    return JsonLinesWriter.object(json -> json.writeStringField("group", group));
  }

  private static void write(JsonGenerator json, String name, Map<Integer, Long> offsets)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<Integer, Long> offset : new TreeMap<>(offsets).entrySet()) {
      json.writeNumberField(offset.getKey().toString(), offset.getValue());
    }
    json.writeEndObject();
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if it is not valid
   */
  public static StreamProgress read(byte[] line) {
    JsonFieldsReader fields = JsonFieldsReader.of(line);
    return new StreamProgress(
        fields.text("group"),
        StreamSettingsJson.read(fields.object("settings")),
        new OffsetRange(fields.text("topic"), offsets(fields, "from"), offsets(fields, "to")),
        instant(fields, "watermark"),
        instant(fields, "deadlines"),
        JsonLinesReader.readAccounting(fields),
        fields.has("job") ? fields.text("job") : "",
        fields.objects("earlier_runs").stream().map(StreamProgress::earlierRun).toList(),
        fields.texts("unmatched"),
        LeftOutRecord.read(fields),
        fields.has("late_for_alerts") ? fields.whole("late_for_alerts") : 0,
        fields.has("expected_since") ? Long.valueOf(fields.instant("expected_since")) : null);
  }

  private static EarlierRun earlierRun(JsonFieldsReader fields) {
    return new EarlierRun(
        offsets(fields, "from"),
        offsets(fields, "to"),
        instant(fields, "watermark"),
        JsonLinesReader.readAccounting(fields));
  }

  /** The counts of this run and of all earlier ones. */
  public Accounting allRuns() {
    Accounting all = accounting;
    for (EarlierRun run : earlierRuns) {
      all = all.plus(run.accounting());
    }
    return all;
  }

  /** This run as the run before one that begins anew. */
  public EarlierRun asEarlierRun() {
    return new EarlierRun(range.from(), range.to(), watermarkMillis, accounting);
  }

  private static Map<Integer, Long> offsets(JsonFieldsReader fields, String name) {
    Map<Integer, Long> offsets = new TreeMap<>();
    JsonFieldsReader byPartition = fields.object(name);
    for (String partition : byPartition.members().keySet()) {
      offsets.put(Integer.valueOf(partition), byPartition.whole(partition));
    }
    return offsets;
  }
}
