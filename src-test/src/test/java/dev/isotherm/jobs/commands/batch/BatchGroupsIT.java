package dev.isotherm.jobs.commands.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.jobs.files.ResultFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code batch --group-by}. */
final class BatchGroupsIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  @TempDir Path folder;
  private Path readings;

  @BeforeEach
  void writeReadings() throws IOException {
    readings =
        write(
            "r.csv",
            """
            timestamp,sensor_id,temperature,humidity
            2025-07-01 12:00:00,a,1,50
            2025-07-01 12:30:00,a,2,
            2025-07-01 12:10:00,b,6,
            2025-07-01 12:10:00,c,9,
            2025-07-01 12:20:00,stray,100,
            2025-07-01 13:00:00,a,4,
            """);
    write(
        "sensors.csv",
        """
        sensor,label.site,label.line
        a,north,1
        b,north,2
        c,south,1
        stray,,1
        """);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private BatchRun batch(String... options) {
    List<Object> all = new ArrayList<>(List.of(readings, "-p=2"));
    all.addAll(Arrays.asList(options));
    return BatchRun.of(FLINK, folder.resolve("out"), all.toArray());
  }

  private String table() {
    return "--sensors=" + folder.resolve("sensors.csv");
  }

  private static String line(String group, String metric, int hour, String values, int sensors) {
    return "{\"group\":{%s},\"metric\":\"%s\",\"window_start\":\"2025-07-01T%d:00:00Z\",\"window_end\":\"2025-07-01T%d:00:00Z\",%s,\"sensors\":%d,\"revision\":0}"
        .formatted(group, metric, hour, hour + 1, values, sensors);
  }

  private static String one(String value) {
    return "\"count\":1,\"sum\":%1$s,\"mean\":%1$s,\"min\":%1$s,\"max\":%1$s,\"stddev\":0.0"
        .formatted(value);
  }

  @Test
  void theReadingsOfAllSensorsOfAGroupAreAveraged() {
    BatchRun run = batch(table(), "--group-by=site", "--window=1h");
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.lines(ResultFolder.GROUP_AVERAGES))
        .containsExactlyInAnyOrder(
            line(
                "\"site\":\"north\"",
                "temperature",
                12,
                "\"count\":3,\"sum\":9.0,\"mean\":3.0,\"min\":1.0,\"max\":6.0,"
                    + "\"stddev\":2.160246899469287",
                2),
            line("\"site\":\"north\"", "humidity", 12, one("50.0"), 1),
            line("\"site\":\"north\"", "temperature", 13, one("4.0"), 1),
            line("\"site\":\"south\"", "temperature", 12, one("9.0"), 1));
    assertThat(run.trial().out())
        .contains(
            """

            by site

            2025-07-01 12:00 – 13:00
              group           metric       sensors  count   mean    min    max  stddev
              {site="north"}  humidity           1      1  50.00  50.00  50.00    0.00
              {site="north"}  temperature        2      3   3.00   1.00   6.00    2.16
              {site="south"}  temperature        1      1   9.00   9.00   9.00    0.00

            2025-07-01 13:00 – 14:00
              group           metric       sensors  count   mean    min    max  stddev
              {site="north"}  temperature        1      1   4.00   4.00   4.00    0.00
            """);
  }

  @Test
  void sensorsWithoutALabelAreInNoGroupAndTold() {
    BatchRun run = batch(table(), "--group-by=line,site", "--print=none");
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.lines(ResultFolder.GROUP_AVERAGES))
        .hasSize(4)
        .allMatch(line -> line.startsWith("{\"group\":{\"line\":\""))
        .noneMatch(line -> line.contains("100.0"));
    assertThat(run.trial().err())
        .contains(
            "warning: 1 sensor is in no group of --group-by line,site: stray has no label site\n");
    assertThat(run.summary()).contains("stray has no label site");
  }

  @Test
  void overlappingWindowsHaveGroupsToo() {
    BatchRun run = batch(table(), "--group-by=line", "--window=1h", "--slide=30min");
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.lines(ResultFolder.GROUP_AVERAGES))
        .filteredOn(line -> line.contains("T11:30:00Z\",\"window_end\":\"2025-07-01T12:30:00Z"))
        .hasSize(3)
        .anyMatch(line -> line.contains("\"line\":\"1\"") && line.contains("\"sensors\":3"));
  }

  @Test
  void withoutTheOptionThereAreNoGroups() throws IOException {
    BatchRun run = batch(table());
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.output().resolve(ResultFolder.GROUP_AVERAGES)).doesNotExist();
    assertThat(run.trial().out() + run.trial().err()).doesNotContain("group");
  }

  @Test
  void whatIsWrongIsSaidBeforeTheStart() {
    assertRefused(
        batch("--group-by=site"),
        "isotherm: --group-by site: needs a sensor table with these labels; name its file with"
            + " --sensors\n");
    assertRefused(
        batch(table(), "--group-by=sitee,plant"),
        """
        isotherm: --group-by plant: no sensor of the table has this label; there are line, site
        isotherm: --group-by sitee: no sensor of the table has this label; there are line, site; did you mean site?
        """);
    assertRefused(
        batch(table(), "--group-by=site", "--session-gap=10min"),
        "isotherm: --group-by site: does not go with --session-gap, because each sensor has"
            + " sessions of its own, and a group has no windows then\n");
    assertThat(batch(table(), "--group-by=site,site").trial().err())
        .startsWith("isotherm: --group-by site,site: label site: is there twice\n");
  }

  private void assertRefused(BatchRun run, String error) {
    assertThat(run.trial().code()).isEqualTo(2);
    assertThat(run.trial().err()).isEqualTo(error);
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
