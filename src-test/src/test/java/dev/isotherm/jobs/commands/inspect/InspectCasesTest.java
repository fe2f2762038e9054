package dev.isotherm.jobs.commands.inspect;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.jobs.commands.options.MappingFile;
import dev.isotherm.jobs.commands.options.MappingOptions;
import dev.isotherm.jobs.files.FileSample;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.LineBlockParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is proposed for a file reads it right at the first try. The expected averages were computed
 * independently; metrics may have shorter names here.
 */
final class InspectCasesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path INPUTS = Path.of("src", "test", "resources", "inputs");

  private static final String MOTES =
      "--columns=date,time,epoch,mote,temperature,humidity,light,voltage";

  @TempDir Path folder;

  /** A file, the sensors that are expected of it (a regular expression), and what is given. */
  static Stream<Arguments> files() {
    return Stream.of(
        file("comments-trailing/comments.csv", "c1"),
        file("comments-trailing/trailing.csv", "t1"),
        file("comments-trailing/units.csv", "u1"),
        file("cr-only-hidden-gzip/mac.csv", "m1"),
        file("cr-only-hidden-gzip/packed.csv", "g1"),
        file("decimal-comma/messwerte.csv", "keller"),
        file("decimal-comma/brunnen.txt", "brunnen", "--date=2025-07-01"),
        file("dwd-hourly", "917"),
        file("encodings/latin1.csv", "l1"),
        file("encodings/utf16.csv", "u1"),
        file("encodings/sep.csv", "b1"),
        file("hobo", ".*"),
        file("uci-air-quality", ".*"),
        file("autumn-hour", ".*", "--zone=Europe/Berlin"),
        file("grafana/wide.csv", "(?!s1).*"),
        file("grafana/units.csv", "s1"),
        file("influx-annotated", ".*"),
        file("json-array", ".*"),
        file("year-month-day", ".*"),
        file("two-clocks", ".*"),
        file("dotted-days", ".*"),
        file("json-events", ".*"),
        file("lines-above/outdoor.csv", "outdoor"),
        file("lines-above/logger.csv", "logger"),
        file("json-elements/garden.json", "garden"),
        file("json-elements/packs.jsonl", "s."),
        file("json-nested-mixed", ".*"),
        file("json-nested-paths/kitchen.jsonl", "kitchen", "--zone=Europe/Berlin"),
        file("json-nested-paths/uplinks.jsonl", "well-4"),
        file("json-number-texts", ".*"),
        file("long-semicolon", ".*"),
        file("nab-no-sensor", ".*"),
        file("nan-one-metric", ".*"),
        file("no-device-clock", ".*"),
        file("odd-headers/balcony.csv", "balcony"),
        file("odd-headers/davis.txt", "davis"),
        file("odd-headers/extech.txt", "extech"),
        file("odd-headers/knmi.txt", "260"),
        file("odd-headers/lascar.txt", "lascar"),
        file("odd-headers/pivot.csv", "pivot"),
        file("odd-headers/releve.csv", "releve"),
        file("odd-headers/hourly.json", "hourly"),
        file("odd-headers/river.rdb", "05427718"),
        file("packed-zip-bz2/day.zip", "p1"),
        file("quoted-newline", ".*"),
        file("text-per-day", ".*"),
        file("toa5-logger", ".*"),
        file("timestamp-texts/plain.csv", "(?!roof|feed).*"),
        file("timestamp-texts/feed.csv", "feed"),
        file("digits/stations.csv", "ABO|BER"),
        file("digits/meter.csv", "E0417", "--zone=Europe/Amsterdam"),
        file("digits/serial.csv", "cold-room"),
        file("digits/yearly.csv", "glacier"),
        file(
            "uci-air-quality",
            ".*",
            "--absent=-200",
            "--timestamp-field=Date,Time",
            "--timestamp-format=dd/MM/yyyy HH.mm.ss"),
        file(
            "blank-separated/motes.txt",
            "7|12",
            MOTES,
            "--sensor-field=mote",
            "--metrics=temperature,humidity,light,voltage"));
  }

  private static Arguments file(String path, String sensors, String... given) {
    return Arguments.of(path, sensors, List.of(given));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void whatIsProposedReadsItRight(String input, String sensors, List<String> given)
      throws IOException {
    Path path = INPUTS.resolve(input);
    Path cases = Files.isDirectory(path) ? path : path.getParent();
    List<Reading> readings = new ArrayList<>();
    ZoneId zone = ZoneId.of("UTC");
    List<Path> files = filesOf(path);
    for (int i = 0; i < files.size(); i++) {
      Path mapping = folder.resolve("mapping" + i + ".yaml");
      List<String> arguments = new ArrayList<>(List.of("inspect", files.get(i).toString()));
      arguments.addAll(given);
      arguments.add("--write=" + mapping);
      CommandTrial trial = CommandTrial.isotherm(arguments.toArray(String[]::new));
      assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
      MappingOptions options = optionsOf(mapping);
      zone = options.parseOptions().zone();
      readings.addAll(read(files.get(i), options));
    }
    assertThat(averages(readings, zone, isHourly(cases, sensors)))
        .isEqualTo(expected(cases, sensors));
  }

  private static List<Path> filesOf(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> !file.endsWith("expected.jsonl")).sorted().toList();
    }
  }

  private static MappingOptions optionsOf(Path mapping) {
    Map<String, List<String>> settings = new LinkedHashMap<>();
    MappingFile.read(mapping)
        .forEach(
            one ->
                settings
                    .computeIfAbsent(one.option().substring(2), unseen -> new ArrayList<>())
                    .add(one.value()));
    return MappingOptions.of(settings);
  }

  private static List<Reading> read(Path file, MappingOptions options) throws IOException {
    List<Reading> readings = new ArrayList<>();
    LineBlockParser parser = new LineBlockParser(options.parsers());
    org.apache.flink.core.fs.Path path =
        new org.apache.flink.core.fs.Path(file.toAbsolutePath().toString());
    for (LineBlock block : FileSample.of(path, options.dialect()).blocks()) {
      parser.parse(
          block,
          accepted -> {
            for (int i = 0; i < accepted.count(); i++) {
              readings.add(accepted.reading(i));
            }
          },
          (rejected, offset) -> {});
    }
    return readings;
  }

  private static boolean isHourly(Path cases, String sensors) throws IOException {
    return expectedOf(cases, sensors).anyMatch(one -> one.get("window").asText().equals("1h"));
  }

  /** Sensor, begin of the window, and figures of each average. */
  private static Set<String> averages(List<Reading> readings, ZoneId zone, boolean hourly) {
    ChronoUnit unit = hourly ? ChronoUnit.HOURS : ChronoUnit.DAYS;
    return readings.stream()
        .collect(
            groupingBy(
                one ->
                    List.of(
                        one.series(),
                        Instant.ofEpochMilli(one.epochMillis())
                            .atZone(zone)
                            .truncatedTo(unit)
                            .toInstant()),
                mapping(Reading::value, toCollection(ArrayList::new))))
        .entrySet()
        .stream()
        .map(
            one ->
                words(
                    ((Series) one.getKey().get(0)).sensorId(),
                    one.getKey().get(1).toString(),
                    one.getValue().stream().mapToDouble(Double::doubleValue).toArray()))
        .collect(toSet());
  }

  private static String words(String sensor, String start, double[] values) {
    var figures = Arrays.stream(values).summaryStatistics();
    return words(
        sensor,
        start,
        figures.getCount(),
        figures.getAverage(),
        figures.getMin(),
        figures.getMax());
  }

  private static String words(
      String sensor, String start, long count, double mean, double min, double max) {
    // The order of additions is another one here.
    return String.format("%s %s %d %.9f %s %s", sensor, start, count, mean, min, max);
  }

  private static Set<String> expected(Path cases, String sensors) throws IOException {
    return expectedOf(cases, sensors)
        .map(
            one ->
                words(
                    one.get("sensor_id").asText(),
                    one.get("window_start").asText(),
                    one.get("count").asLong(),
                    one.get("mean").asDouble(),
                    one.get("min").asDouble(),
                    one.get("max").asDouble()))
        .collect(toSet());
  }

  private static Stream<JsonNode> expectedOf(Path cases, String sensors) throws IOException {
    return Files.readAllLines(cases.resolve("expected.jsonl")).stream()
        .map(InspectCasesTest::json)
        .filter(one -> one.get("sensor_id").asText().matches(sensors));
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalArgumentException(line, e);
    }
  }
}
