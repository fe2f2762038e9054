package dev.isotherm.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LivePostgres;
import dev.isotherm.fixtures.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sends each query of the dashboard of readings to a real PostgreSQL. */
final class ReadingsDashboardIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();
  @RegisterExtension static final LivePostgres POSTGRES = new LivePostgres();

  /** What the user has chosen: a name that ends a text of SQL, if it is not quoted. */
  private static final String SENSOR = "o'hara";

  private static String message(String instant, String sensor, int celsius) {
    return "{\"timestamp\":\"%s\",\"sensor_id\":\"%s\",\"temperature\":%d}"
        .formatted(instant, sensor, celsius);
  }

  /** The query as Grafana sends it. */
  private static String asSent(String query, String schema) {
    String from = "'2025-07-01T00:00:00Z'::timestamptz";
    String to = "'2025-07-02T00:00:00Z'::timestamptz";
    return query
        .replace("isotherm.", schema + ".")
        .replaceAll("\\$__timeFilter\\((\\w+)\\)", "$1 BETWEEN " + from + " AND " + to)
        .replace("$__timeFrom()", from)
        .replace("$__timeTo()", to)
        .replace("${windowing:sqlstring}", "'1h'")
        .replace("${metric:sqlstring}", "'temperature'")
        .replace("${sensor:sqlstring}", "'" + SENSOR.replace("'", "''") + "','other'");
  }

  @Test
  void eachQueryFindsWhatABatchHasWritten(@TempDir Path folder) throws Exception {
    String schema = POSTGRES.freshSchema();
    Path input =
        Files.write(
            folder.resolve("in.jsonl"),
            List.of(
                message("2025-07-01T10:00:00Z", SENSOR, 20),
                message("2025-07-01T10:30:00Z", SENSOR, 40),
                message("2025-07-01T11:30:00Z", SENSOR, 35),
                message("2025-07-01T10:00:00Z", "not selected", 5),
                "nothing"));
    BatchRun run =
        BatchRun.of(
            FLINK,
            folder.resolve("out"),
            input,
            "--window=1h",
            "--rules=default",
            "--print=none",
            "--postgres-config=" + POSTGRES.config(folder, schema));
    assertThat(run.trial().code()).as(run.trial().err()).isZero();

    JsonNode dashboard =
        new ObjectMapper()
            .readTree(DeployedFiles.FOLDER.resolve("grafana/dashboards/readings.json").toFile());
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (JsonNode panel : dashboard.get("panels")) {
      String query = panel.at("/targets/0/rawSql").asText();
      found.put(panel.get("title").asText(), POSTGRES.rows(schema, asSent(query, schema)));
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      String query = variable.get("query").asText();
      found.put(variable.get("name").asText(), POSTGRES.rows(schema, asSent(query, schema)));
    }
    assertThat(found).hasSize(9).allSatisfy((place, rows) -> assertThat(rows).isNotEmpty());
    assertThat(found.get("Means"))
        .containsExactly("2025-07-01 10:00:00+00|o'hara|30", "2025-07-01 11:00:00+00|o'hara|35");
    assertThat(found.get("Lowest and highest"))
        .containsExactly("2025-07-01 10:00:00+00|20|40|30", "2025-07-01 11:00:00+00|35|35|35");
    assertThat(found.get("Alerts that are not over"))
        .singleElement()
        .asString()
        .startsWith("critical|firing|high_temperature|o'hara|temperature|2025-07-01 10:30:00+00");
    assertThat(found.get("Time spent firing"))
        .as("from 10:30 to the end of the time that is shown")
        .containsExactly("high_temperature|o'hara|temperature|critical|1|48600.000000");
    assertThat(found.get("windowing")).containsExactly("1h");
    assertThat(found.get("sensor")).containsExactly("not selected", SENSOR);
  }

  @Test
  void theWorstAlertsComeFirst() throws Exception {
    String dashboard =
        Files.readString(DeployedFiles.FOLDER.resolve("grafana/dashboards/readings.json"));
    String page = Repository.text("docs/postgres.md");
    for (String text : List.of(dashboard, page)) {
      Matcher order =
          Pattern.compile("isotherm.current_alerts\\s+ORDER BY (.*severity\\)?), since")
              .matcher(text);
      assertThat(order.find()).isTrue();
      assertThat(
              POSTGRES.rows(
                  "public",
                  "SELECT severity FROM (SELECT unnest(ARRAY['info', 'critical', 'warning'])"
                      + " COLLATE \"C\" AS severity) AS alerts ORDER BY "
                      + order.group(1)))
          .containsExactly("critical", "warning", "info");
    }
  }
}
