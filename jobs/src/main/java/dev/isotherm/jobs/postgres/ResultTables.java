package dev.isotherm.jobs.postgres;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.jobs.postgres.RowChunk.AverageRow;
import dev.isotherm.jobs.postgres.RowChunk.Window;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.Transition;
import dev.isotherm.model.percentile.Percentiles;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The statements that write results. Each can be repeated: the rows are the same then. */
final class ResultTables {

  /** The higher revision wins. A row that is the same already is not written again. */
  static final ArrayStatement<AverageRow> AVERAGES =
      new ArrayStatement<AverageRow>(
              """
              INSERT INTO averages AS kept (sensor_id, metric, windowing, window_start, window_end,
                count, sum, mean, min, max, stddev, revision, percentiles, expected)
              SELECT sensor_id, metric, windowing, window_start, window_end, count, sum, mean, min,
                max, stddev, revision, percentiles::jsonb, nullif(expected, 0)
              FROM unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[],
                  ?::bigint[], ?::float8[], ?::float8[], ?::float8[], ?::float8[], ?::float8[],
                  ?::bigint[], ?::text[], ?::bigint[])
                AS a (sensor_id, metric, windowing, window_start, window_end, count, sum, mean, min,
                  max, stddev, revision, percentiles, expected)
              ON CONFLICT (sensor_id, metric, windowing, window_start) DO UPDATE SET
                window_end = EXCLUDED.window_end, count = EXCLUDED.count, sum = EXCLUDED.sum,
                mean = EXCLUDED.mean, min = EXCLUDED.min, max = EXCLUDED.max,
                stddev = EXCLUDED.stddev, revision = EXCLUDED.revision,
                percentiles = EXCLUDED.percentiles, expected = EXCLUDED.expected
              WHERE kept.revision < EXCLUDED.revision OR kept.revision = EXCLUDED.revision
                AND (kept.window_end, kept.count, kept.sum, kept.mean, kept.min, kept.max,
                  kept.stddev, kept.percentiles, kept.expected)
                  IS DISTINCT FROM (EXCLUDED.window_end, EXCLUDED.count, EXCLUDED.sum,
                  EXCLUDED.mean, EXCLUDED.min, EXCLUDED.max, EXCLUDED.stddev,
                  EXCLUDED.percentiles, EXCLUDED.expected)
              """)
          .text(row -> row.average().series().sensorId())
          .text(row -> row.average().series().metric())
          .text(AverageRow::windowing)
          .instant(row -> row.average().windowStartMillis())
          .instant(row -> row.average().windowEndMillis())
          .whole(row -> row.average().count())
          .number(row -> row.average().sum())
          .number(row -> row.average().mean())
          .number(row -> row.average().min())
          .number(row -> row.average().max())
          .number(row -> row.average().stddev())
          .whole(row -> row.average().revision())
          .text(row -> percentiles(row.average().percentiles()))
          .whole(row -> row.average().expected());

  static final ArrayStatement<Window> WITHDRAWN =
      new ArrayStatement<Window>(
              """
              DELETE FROM averages a
              USING unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[])
                AS gone (sensor_id, metric, windowing, window_start)
              WHERE a.sensor_id = gone.sensor_id AND a.metric = gone.metric
                AND a.windowing = gone.windowing AND a.window_start = gone.window_start
              """)
          .text(window -> window.series().sensorId())
          .text(window -> window.series().metric())
          .text(Window::windowing)
          .instant(Window::startMillis);

  private static final String TRANSITION_ROWS =
      """
      INSERT INTO transitions (id, at, rule, sensor_id, metric, severity, state, previous,
        previous_severity, value, threshold, since, reason, repeat, rules_version, summary, labels,
        ordinal)
      SELECT id, at, rule, sensor_id, metric, severity, state, previous, previous_severity,
        nullif(value, 'NaN'), nullif(threshold, 'NaN'), since, reason, repeat, rules_version,
        summary, labels::jsonb, nextval('transition_order')
      FROM (
        SELECT * FROM unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::text[],
            ?::text[], ?::text[], ?::text[], ?::text[], ?::float8[], ?::float8[], ?::timestamptz[],
            ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY
          AS t (id, at, rule, sensor_id, metric, severity, state, previous, previous_severity,
            value, threshold, since, reason, repeat, rules_version, summary, labels, n)
        ORDER BY n) ordered
      ON CONFLICT (id, at)
      """;

  /** A transition that comes again is the newest one: it may have been taken back meanwhile. */
  static final ArrayStatement<Transition> TRANSITIONS_OF_STREAM =
      transitions(TRANSITION_ROWS + " DO UPDATE SET ordinal = EXCLUDED.ordinal");

  static final ArrayStatement<Transition> TRANSITIONS_OF_HISTORY =
      transitions(TRANSITION_ROWS + " DO NOTHING");

  private static final String ALERT_ROWS =
      """
      INSERT INTO alerts AS kept (transition_id, at, rule, sensor_id, metric, severity, state,
        since, reason, repeat, value, threshold, rules_version, summary, labels)
      SELECT id, at, rule, sensor_id, metric, severity, state, since, reason, repeat,
        nullif(value, 'NaN'), nullif(threshold, 'NaN'), rules_version, summary, labels::jsonb
      FROM unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[],
          ?::text[], ?::text[], ?::text[], ?::float8[], ?::float8[], ?::timestamptz[], ?::text[],
          ?::bigint[], ?::text[], ?::text[], ?::text[])
        AS t (id, at, rule, sensor_id, metric, severity, state, previous, previous_severity,
          value, threshold, since, reason, repeat, rules_version, summary, labels)
      ORDER BY rule, sensor_id, metric
      ON CONFLICT (rule, sensor_id, metric) DO UPDATE SET
        transition_id = EXCLUDED.transition_id, at = EXCLUDED.at, severity = EXCLUDED.severity,
        state = EXCLUDED.state, since = EXCLUDED.since, reason = EXCLUDED.reason,
        repeat = EXCLUDED.repeat, value = EXCLUDED.value, threshold = EXCLUDED.threshold,
        rules_version = EXCLUDED.rules_version, summary = EXCLUDED.summary,
        labels = EXCLUDED.labels
      """;

  /** In a topic, the last transition of an alert is its state, whatever its instant is. */
  static final ArrayStatement<Transition> ALERTS_OF_STREAM = transitions(ALERT_ROWS);

  /** History does not replace what is newer. */
  static final ArrayStatement<Transition> ALERTS_OF_HISTORY =
      transitions(ALERT_ROWS + " WHERE (kept.at, kept.repeat) <= (EXCLUDED.at, EXCLUDED.repeat)");

  /** The order of the transitions of an alert in event time: deadlines come before readings. */
  private static final Comparator<Transition> IN_EVENT_TIME =
      Comparator.comparingLong(Transition::atMillis)
          .thenComparingInt(Transition::repeat)
          .thenComparing(transition -> !transition.reason().isDeadline());

  private ResultTables() {}

  /** Returns transitions of result files, which have no order, in that of event time. */
  static List<Transition> inEventTime(List<Transition> transitions) {
    List<Transition> sorted = new ArrayList<>(transitions);
    sorted.sort(IN_EVENT_TIME);
    return sorted;
  }

  private static ArrayStatement<Transition> transitions(String sql) {
    return new ArrayStatement<Transition>(sql)
        .uuid(Transition::id)
        .instant(Transition::atMillis)
        .text(row -> StorableText.of(row.rule()))
        .text(row -> row.series().sensorId())
        .text(row -> row.series().metric())
        .text(row -> row.severity().text())
        .text(row -> EnumText.lowerCase(row.state()))
        .text(row -> EnumText.lowerCase(row.previous()))
        .text(row -> textOrNull(row.previousSeverity()))
        .number(Transition::value)
        .number(Transition::threshold)
        .instant(Transition::sinceMillis)
        .text(row -> EnumText.lowerCase(row.reason()))
        .whole(Transition::repeat)
        .text(row -> StorableText.ofNullable(row.rulesVersion()))
        .text(row -> StorableText.ofNullable(row.summary()))
        .text(row -> labels(row.labels()));
  }

  private static @Nullable String textOrNull(@Nullable AlertSeverity severity) {
    return severity == null ? null : severity.text();
  }

  private static @Nullable String percentiles(Percentiles percentiles) {
    if (percentiles.isEmpty()) {
      return null;
    }
    byte[] json =
        JsonLinesWriter.object(generator -> JsonLinesWriter.write(generator, percentiles));
    return new String(json, StandardCharsets.UTF_8);
  }

  private static String labels(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return "{}";
    }
    Map<String, String> storable = new LinkedHashMap<>();
    new TreeMap<>(labels)
        .forEach((name, value) -> storable.put(StorableText.of(name), StorableText.of(value)));
    byte[] json = JsonLinesWriter.object(generator -> write(generator, storable));
    return new String(json, StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator json, Map<String, String> labels) throws IOException {
    for (Map.Entry<String, String> label : labels.entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
  }

  /** The last transition of each alert. */
  static List<Transition> last(List<Transition> transitions) {
    Map<String, Transition> last = new LinkedHashMap<>();
    for (Transition transition : transitions) {
      last.put(new String(JsonLinesWriter.keyOf(transition), StandardCharsets.UTF_8), transition);
    }
    return new ArrayList<>(last.values());
  }
}
