package dev.isotherm.jobs.commands.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorsCommandTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file =
        Files.writeString(
            folder.resolve("sensors.csv"),
            """
            sensor,metric,label.site,label.line,unit,min,expectedInterval,limit.hot
            boiler-7,,north,3,,,10s,
            boiler-7,temperature,,,,,,95
            boiler-8,,south,,,,,
            boiler-*,temperature,,,°C,-50,,90
            """);
  }

  @Test
  void checkSaysWhatIsInAFile() {
    CommandTrial trial = sensors("check", file.toString());
    assertThat(trial.code()).isZero();
    assertThat(trial.err()).isEmpty();
    assertThat(trial.out().replaceAll("version [-0-9a-f]{36}", "version …"))
        .isEqualTo(
            String.format(
                """
                %s: 2 sensors, 1 glob; version …
                  metrics  temperature
                  labels   line (1 value), site (2 values)
                  limits   hot
                """,
                file));
  }

  @Test
  void checkWarns() throws IOException {
    Files.writeString(file, "sensor,unit\na-1,\na-*,K\n*-1,°C\n");
    CommandTrial trial = sensors("check", file.toString());
    assertThat(trial.code()).isZero();
    assertThat(trial.err())
        .isEqualTo(
            "warning: "
                + file
                + ":4: unit °C of *-1: for sensors that match a-* too, such as a-1, K on line 3"
                + " counts first\n");
  }

  @Test
  void checkSaysAllErrors() throws IOException {
    Files.writeString(file, "sensor,min\na,x\nb,y\n");
    CommandTrial trial = sensors("check", file.toString());
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.out()).isEmpty();
    assertThat(trial.err())
        .isEqualTo(
            String.format(
                """
                isotherm: %1$s:2: min x: must be a number such as 28 or 28.5
                isotherm: %1$s:3: min y: must be a number such as 28 or 28.5
                """,
                file));
    assertThat(sensors("check", folder.resolve("no.csv").toString()).err())
        .isEqualTo("isotherm: " + folder.resolve("no.csv") + ": there is no such file\n");
  }

  @Test
  void showSaysFromWhichLineEachFieldComes() {
    CommandTrial trial = sensors("show", file.toString(), "boiler-7");
    assertThat(trial.code()).as(trial.err()).isZero();
    assertThat(trial.out())
        .isEqualTo(
            """
            boiler-7
              label.line  3      line 2
              label.site  north  line 2
            all metrics
              expectedInterval  10s  line 2
            temperature
              unit              °C   line 5, boiler-*
              min               -50  line 5, boiler-*
              expectedInterval  10s  line 2
              limit.hot         95   line 3
            """);
  }

  @Test
  void showSaysWhatIsKnownOfOneMetric() {
    assertThat(sensors("show", file.toString(), "boiler-9", "--metric", "temperature").out())
        .isEqualTo(
            """
            boiler-9
            temperature
              unit       °C   line 5, boiler-*
              min        -50  line 5, boiler-*
              limit.hot  90   line 5, boiler-*
            """);
    assertThat(sensors("show", file.toString(), "boiler-8", "--metric", "pressure").out())
        .endsWith("pressure\n  nothing is known\n");
  }

  @Test
  void showNamesTheSensorThatWasMeant() {
    CommandTrial trial = sensors("show", file.toString(), "boilr-8");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err())
        .isEqualTo(
            "isotherm: SENSOR boilr-8: "
                + file
                + " has no row of this name, and no glob that matches it; did you mean boiler-8 or"
                + " boiler-7?\n");
    assertThat(sensors("show", file.toString(), "--metric", "m").err())
        .isEqualTo("isotherm: --metric m: needs a SENSOR\n");
  }

  @Test
  void showWritesTheWholeTableInItsCanonicalForm() throws IOException {
    String shown =
        """
        sensor,metric,label.line,label.site,unit,min,expectedInterval,limit.hot
        boiler-7,,3,north,,,10s,
        boiler-7,temperature,,,,,,95
        boiler-8,,,south,,,,
        boiler-*,temperature,,,°C,-50,,90
        """;
    assertThat(sensors("show", file.toString()).out()).isEqualTo(shown);
    Path yaml =
        Files.writeString(
            folder.resolve("sensors.yaml"),
            """
            sensors:
              - { sensor: "boiler-*", metric: temperature, unit: °C, min: -50, limits: { hot: 90 } }
              - { sensor: boiler-8, labels: { site: south } }
              - { sensor: boiler-7, metric: temperature, limits: { hot: 95 } }
              - { sensor: boiler-7, labels: { site: north, line: 3 }, expectedInterval: 10s }
            """);
    assertThat(sensors("show", yaml.toString()).out()).isEqualTo(shown);
  }

  @Test
  void sensorsAloneExplainsItself() {
    CommandTrial trial = sensors();
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err()).contains("check", "show", "Examples:\n  isotherm sensors check");
    for (String command : List.of("check", "show")) {
      assertThat(sensors(command, "--help").out().lines())
          .anyMatch(line -> line.startsWith("  isotherm sensors " + command))
          .allMatch(line -> line.length() <= 100);
    }
  }

  @Test
  void theTablesOfTheExamplesAreRight() throws IOException {
    List<Path> tables;
    try (Stream<Path> files = Files.walk(Repository.root().resolve("examples"))) {
      tables = files.filter(path -> path.getFileName().toString().startsWith("sensors.")).toList();
    }
    assertThat(tables).isNotEmpty();
    for (Path table : tables) {
      CommandTrial trial = sensors("check", table.toString());
      assertThat(trial.err()).isEmpty();
      assertThat(trial.code()).isZero();
    }
    Path coldChain = Repository.root().resolve("examples/cold-chain/sensors.csv");
    assertThat(sensors("show", coldChain.toString(), "C", "--metric", "temperature").out())
        .contains("label.room   meat", "unit              °C", "limit.critical    12");
  }

  /** Each command of docs/sensors.md, with the files of the page, prints what the page shows. */
  @Test
  void printsWhatThePageShows() throws IOException {
    String page = Repository.text("docs/sensors.md");
    Path csv = Files.writeString(folder.resolve("sensors.csv"), block(page, "csv"));
    Path yaml = Files.writeString(folder.resolve("sensors.yaml"), block(page, "yaml"));
    Matcher shown =
        Pattern.compile(
                "^\\$ isotherm sensors ((?:check|show) .*)\\n((?:(?!\\$ |```).*\\n)*)",
                Pattern.MULTILINE)
            .matcher(page);
    int commands = 0;
    while (shown.find()) {
      commands++;
      String[] arguments = shown.group(1).split(" ");
      arguments[1] = folder.resolve(arguments[1]).toString();
      CommandTrial trial = sensors(arguments);
      String printed =
          (trial.out() + trial.err())
              .replace(csv.toString(), "sensors.csv")
              .replace(yaml.toString(), "sensors.yaml");
      assertThat(printed).as(shown.group(1)).isEqualTo(shown.group(2));
    }
    assertThat(commands).isEqualTo(2);
    assertThat(sensors("show", yaml.toString()).out())
        .isEqualTo(sensors("show", csv.toString()).out());
  }

  private static String block(String page, String language) {
    Matcher block =
        Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(page);
    assertThat(block.find()).as(language).isTrue();
    return block.group(1);
  }

  private static CommandTrial sensors(String... arguments) {
    List<String> all = new ArrayList<>(List.of("sensors"));
    all.addAll(List.of(arguments));
    return CommandTrial.isotherm(all.toArray(String[]::new));
  }
}
