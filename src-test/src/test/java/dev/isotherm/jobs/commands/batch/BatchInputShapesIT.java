package dev.isotherm.jobs.commands.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.model.Average;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files in the shapes that other programs write, each with the options that docs/inputs.md names.
 * The expected averages were computed independently.
 */
final class BatchInputShapesIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path INPUTS = Path.of("src", "test", "resources", "inputs");
  private static final String EXPECTED = "expected.jsonl";

  @TempDir Path folder;

  /** The sensors that are expected of a run (a regular expression), its files and its options. */
  static Stream<Arguments> runs() {
    return Stream.of(
        run("", "json-array"),
        run("", "json-nested-mixed", "--metrics=rssi,data.*"),
        run(
            "kitchen",
            "json-nested-paths/kitchen.jsonl",
            "--zone=Europe/Berlin",
            "--timestamp-field=Time",
            "--sensor=@file",
            "--metrics=DS18B20.Temperature,SI7021.*"),
        run(
            "well-4",
            "json-nested-paths/uplinks.jsonl",
            "--timestamp-field=received_at",
            "--sensor-field=end_device_ids.device_id",
            "--metrics=uplink_message.decoded_payload.*"),
        run(
            "garden",
            "json-elements/garden.json",
            "--elements=feeds",
            "--timestamp-field=created_at",
            "--sensor=@file",
            "--metrics=field1,field2"),
        run(
            "s.",
            "json-elements/packs.jsonl",
            "--elements=sensors",
            "--timestamp-field=at",
            "--sensor-field=id"),
        run("", "json-number-texts", "--metrics=BatV,Hum_SHT,TempC_SHT"),
        run("", "long-semicolon", "--metric-field=value_type", "--value-field=value"),
        run("", "nan-one-metric"),
        run("", "grafana/wide.csv", "--timestamp-field=Time", "--sensor=@column:temperature"),
        run("s1", "grafana/units.csv", "--timestamp-field=Time", "--strip-units"),
        run("", "text-per-day"),
        run("", "nab-no-sensor", "--sensor=@file"),
        run("(?!roof|feed).*", "timestamp-texts/plain.csv", "--window=1h"),
        run(
            "roof",
            "timestamp-texts/day-month.csv",
            "--timestamp-field=time",
            "--timestamp-format=dd/MM/yyyy HH:mm"),
        run(
            "feed",
            "timestamp-texts/feed.csv",
            "--timestamp-field=created_at",
            "--sensor=@file",
            "--metrics=field1,field2"),
        run(
            "ABO|BER",
            "digits/stations.csv",
            "--sensor-field=Station",
            "--timestamp-field=Date",
            "--timestamp-format=yyyyMMddHHmm"),
        run(
            "E0417",
            "digits/meter.csv",
            "--sensor-field=meter",
            "--timestamp-field=time",
            "--timestamp-format=yyyyMMddHHmmss",
            "--zone=Europe/Amsterdam"),
        run(
            "ZZ000099001",
            "digits/daily.csv",
            "--columns=id,date,element,value,mflag,qflag,sflag,at",
            "--sensor-field=id",
            "--timestamp-field=date",
            "--timestamp-format=yyyyMMdd",
            "--metric-field=element",
            "--value-field=value"),
        run("cold-room", "digits/serial.csv", "--timestamp-format=excel"),
        run(
            "glacier",
            "digits/yearly.csv",
            "--sensor-field=station",
            "--timestamp-field=year",
            "--timestamp-format=yyyy"),
        run("", "no-device-clock", "--timestamp-field=ts"),
        run(
            "",
            "dwd-hourly",
            "--format=csv",
            "--sensor-field=STATIONS_ID",
            "--timestamp-field=MESS_DATUM",
            "--timestamp-format=yyyyMMddHH",
            "--metrics=TT_TU,RF_TU",
            "--absent=-999"),
        run(
            "",
            "hobo",
            "--skip-lines=1",
            "--sensor=@file",
            "--timestamp-field=\"Date Time, GMT-05:00\"",
            "--timestamp-format=MM/dd/yy hh:mm:ss a",
            "--zone=-05:00",
            "--metrics=\"Temp, °C (LGR S/N: 20912345, SEN S/N: 20912345)\""),
        run(
            "",
            "uci-air-quality",
            "--timestamp-field=Date,Time",
            "--timestamp-format=dd/MM/yyyy HH.mm.ss",
            "--sensor=@file",
            "--absent=-200"),
        run(
            "7|12",
            "blank-separated/motes.txt",
            "--columns=date,time,epoch,mote,temperature,humidity,light,voltage",
            "--timestamp-field=date,time",
            "--sensor-field=mote",
            "--metrics=temperature,humidity,light,voltage",
            "--window=1h"),
        run(
            "station-42",
            "blank-separated/station-42.txt",
            "--columns=year,month,day,hour,air_temp,dew_point,sea_level_pressure,wind_dir,wind_speed,"
                + "sky,rain_1h,rain_6h",
            "--timestamp-field=year,month,day,hour",
            "--timestamp-format=yyyy M d H",
            "--sensor=@file",
            "--absent=-9999"),
        run("", "autumn-hour", "--zone=Europe/Berlin", "--window=1h", "--repeated-hour=order"),
        run("", "duplicates", "--duplicates=drop"),
        run(
            "",
            "toa5-logger",
            "--skip-lines=1",
            "--skip-after-header=2",
            "--timestamp-field=TIMESTAMP",
            "--sensor=@file",
            "--metrics=AirTC_Avg,RH,BP_hPa_Avg",
            "--absent=-7999"),
        run(
            "",
            "influx-annotated",
            "--comment=#",
            "--timestamp-field=_time",
            "--sensor-field=device",
            "--metric-field=_field",
            "--value-field=_value"));
  }

  private static Arguments run(String sensor, String input, String... options) {
    return Arguments.of(sensor, input, List.of(options));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("runs")
  void isReadRight(String sensor, String input, List<String> options) throws IOException {
    List<Object> arguments = new ArrayList<>(options);
    Path path = INPUTS.resolve(input);
    Path cases = Files.isDirectory(path) ? path : path.getParent();
    try (Stream<Path> files = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
      arguments.addAll(files.filter(file -> !file.endsWith(EXPECTED)).toList());
    }
    BatchRun run = BatchRun.of(FLINK, folder.resolve("out"), arguments.toArray());
    assertThat(run.trial().code()).as(run.trial().err()).isZero();
    assertThat(run.averages())
        .as(run.trial().err())
        .extracting(BatchInputShapesIT::words)
        .containsExactlyInAnyOrderElementsOf(expected(cases.resolve(EXPECTED), sensor, path));
    assertThat(run.addsUp()).isTrue();
  }

  private static List<String> expected(Path file, String sensor, Path input) throws IOException {
    List<String> expected = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode average = JSON.readTree(line);
      boolean isOfRun = sensor.isEmpty() || average.get("sensor_id").asText().matches(sensor);
      boolean isOfFile =
          !input.endsWith("wide.csv") || !average.get("sensor_id").asText().equals("s1");
      if (isOfRun && isOfFile) {
        expected.add(
            String.join(
                " ",
                average.get("sensor_id").asText(),
                average.get("metric").asText(),
                average.get("window_start").asText(),
                average.get("count").asText(),
                "" + average.get("mean").asDouble(),
                "" + average.get("min").asDouble(),
                "" + average.get("max").asDouble()));
      }
    }
    return expected;
  }

  private static String words(Average average) {
    return String.join(
        " ",
        average.series().sensorId(),
        average.series().metric(),
        Instant.ofEpochMilli(average.windowStartMillis()).toString(),
        "" + average.count(),
        "" + average.mean(),
        "" + average.min(),
        "" + average.max());
  }
}
