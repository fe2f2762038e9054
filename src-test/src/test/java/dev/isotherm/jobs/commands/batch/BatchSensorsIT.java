package dev.isotherm.jobs.commands.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.files.ResultFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rules of {@code batch} and {@code rules diff} with a sensor table. */
final class BatchSensorsIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final String RULES =
      """
      rules:
        - name: too-warm
          metric: temperature
          sensors: { kind: fridge }
          levels: { warning: { above: limit.warm }, critical: { above: limit.hot } }
          summary: "{{labels.site}}: {{value}} {{unit}}, limit {{limit}}"
          labels: { team: plant }
      """;
  private static final String TABLE =
      """
      sensor,metric,label.kind,label.site,unit,limit.warm,limit.hot
      fridge-1,temperature,fridge,madrid,°C,8,12
      fridge-2,temperature,fridge,paris,,7,
      boiler-1,temperature,boiler,paris,°C,7,8
      """;

  @TempDir Path folder;
  private Path readings;

  @BeforeEach
  void writeReadings() throws IOException {
    readings =
        write(
            "r.csv",
            """
            timestamp,sensor_id,temperature
            2025-07-01 12:00:00,fridge-1,8.5
            2025-07-01 12:00:00,fridge-2,20
            2025-07-01 12:00:00,boiler-1,20
            2025-07-01 12:01:00,fridge-1,12.5
            """);
    write("rules.yaml", RULES);
    write("sensors.csv", TABLE);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private BatchRun batch(String rules, String sensors) {
    return BatchRun.of(
        FLINK,
        folder.resolve("out"),
        readings,
        "--rules=" + folder.resolve(rules),
        "--sensors=" + folder.resolve(sensors));
  }

  @Test
  void limitsLabelsAndUnitsAreThoseOfEachSensor() {
    BatchRun run = batch("rules.yaml", "sensors.csv");
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.lines(ResultFolder.TRANSITIONS))
        .satisfiesExactlyInAnyOrder(
            one ->
                assertThat(one)
                    .contains("\"sensor_id\":\"fridge-1\"", "\"severity\":\"warning\"")
                    .contains("\"summary\":\"madrid: 8.5 °C, limit 8\"")
                    .contains(
                        "\"labels\":{\"kind\":\"fridge\",\"site\":\"madrid\",\"team\":\"plant\"}"),
            one ->
                assertThat(one)
                    .contains("\"sensor_id\":\"fridge-1\"", "\"severity\":\"critical\"")
                    .contains("\"summary\":\"madrid: 12.5 °C, limit 12\""),
            one ->
                assertThat(one)
                    .contains("\"sensor_id\":\"fridge-2\"", "\"severity\":\"warning\"")
                    .contains("\"summary\":\"paris: 20, limit 7\""));
    assertThat(run.trial().err())
        .contains(
            "warning: rule too-warm: the sensor table has no limit.hot for its level critical of"
                + " temperature{fridge-2}; the level is left out there\n");
    assertThat(run.summary()).contains("the sensor table has no limit.hot");
  }

  @Test
  void aNameThatNoSensorHasIsTold() throws IOException {
    write("slip.yaml", RULES.replace("limit.hot", "limit.hott").replace("kind:", "kinds:"));
    BatchRun run = batch("slip.yaml", "sensors.csv");
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.trial().err())
        .contains(
            "warning: rule too-warm: limit.hott: no sensor of the table has it; did you mean hot?\n",
            "warning: rule too-warm: sensors kinds: no sensor of the table has this label; did you"
                + " mean kind?\n",
            "warning: rule too-warm watches nothing: no sensor with metric temperature is one of *"
                + " with kinds=fridge; there are boiler-1, fridge-1, fridge-2\n");
  }

  @Test
  void whatIsWrongWithTheTableIsSaidBeforeTheStart() throws IOException {
    BatchRun missing = batch("rules.yaml", "nowhere.csv");
    assertThat(missing.trial().code()).isEqualTo(2);
    assertThat(missing.trial().err())
        .isEqualTo(
            "isotherm: --sensors " + folder.resolve("nowhere.csv") + ": there is no such file\n");
    write("wrong.csv", "sensor,limit.hot\na,x\nb,1,2\n");
    BatchRun wrong = batch("rules.yaml", "wrong.csv");
    assertThat(wrong.trial().code()).isEqualTo(2);
    assertThat(wrong.trial().err())
        .contains("wrong.csv:2: limit.hot x: must be a number such as 28 or 28.5")
        .contains("wrong.csv:3: cell 3 \"2\": the header names no column for it");
    write("contradicting.csv", TABLE.replace("8,12", "12,8"));
    BatchRun contradicting = batch("rules.yaml", "contradicting.csv");
    assertThat(contradicting.trial().code()).isEqualTo(2);
    assertThat(contradicting.trial().err())
        .isEqualTo(
            "isotherm: rule too-warm: sensor fridge-1 has limit.hot 8, limit.warm 12: CRITICAL"
                + " above 8.0 must be worse than WARNING above 12.0, and hold only where that"
                + " holds\n");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void rulesThatNeedATableDoNotRunWithoutOne() {
    BatchRun run =
        BatchRun.of(
            FLINK, folder.resolve("out"), readings, "--rules=" + folder.resolve("rules.yaml"));
    assertThat(run.trial().code()).isEqualTo(2);
    assertThat(run.trial().err())
        .isEqualTo(
            "isotherm: rule too-warm: limit.hot needs a sensor table; name its file with"
                + " --sensors\n");
  }

  @Test
  void rulesDiffHasTheTableToo() throws IOException {
    write("new.yaml", RULES.replace("limit.warm", "9"));
    CommandTrial trial =
        CommandTrial.run(
            Isotherm.commandLine(FLINK::create),
            "rules",
            "diff",
            folder.resolve("rules.yaml").toString(),
            folder.resolve("new.yaml").toString(),
            "--on=" + readings,
            "--sensors=" + folder.resolve("sensors.csv"));
    assertThat(trial.code()).as(trial.err()).isZero();
    assertThat(trial.out())
        .contains("~ 2025-07-01T12:00:00Z too-warm temperature{fridge-1} firing 1min later");
    assertThat(trial.err())
        .containsOnlyOnce(
            "warning: rule too-warm of NEW: the sensor table has no limit.hot for its level critical of"
                + " temperature{fridge-2}; the level is left out there\n");
  }
}
