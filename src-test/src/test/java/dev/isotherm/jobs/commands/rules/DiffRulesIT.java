package dev.isotherm.jobs.commands.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.HtmlPage;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.jobs.Isotherm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code rules diff} on files and on a topic. */
class DiffRulesIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();

  private static final String A =
      """
      {"timestamp":660,"sensor_id":"a","temperature":27}
      {"timestamp":720,"sensor_id":"a","temperature":28.5}
      {"timestamp":780,"sensor_id":"a","temperature":31}
      {"timestamp":840,"sensor_id":"a","temperature":28.2}
      {"timestamp":900,"sensor_id":"a","temperature":20}
      {"timestamp":1020,"sensor_id":"a","temperature":28.4}
      {"timestamp":1080,"sensor_id":"a","temperature":27}
      """;

  private static final String B =
      """
      {"timestamp":1020,"sensor_id":"b","temperature":20}
      {"timestamp":1080,"sensor_id":"b","temperature":5}
      {"timestamp":1140,"sensor_id":"b","temperature":29.5}
      {"timestamp":1320,"sensor_id":"b","temperature":29.5}
      """;

  private static final String SEEN =
      """
      rule            alerts   old  new  same  more  fewer  earlier  later  other severity  other end
      cold  added     firing     ·    1     ·     1      ·        ·      ·               ·          ·
      cold  added     no data    ·    1     ·     1      ·        ·      ·               ·          ·
      gone  removed   firing     2    ·     ·     ·      2        ·      ·               ·          ·
      hot   changed   firing     2    2     ·     1      1        ·      1               1          1
      same  reworded  firing     2    2     2     ·      ·        ·      ·               ·          ·
      same differs in summary

      - 1970-01-01T00:11:00Z gone temperature{a} firing warning until the end
      ~ 1970-01-01T00:12:00Z hot temperature{a} firing 1min later, critical instead of warning, ends 1min earlier
      - 1970-01-01T00:17:00Z hot temperature{a} firing warning for 1min
      + 1970-01-01T00:18:00Z cold temperature{b} firing warning for 1min
      - 1970-01-01T00:19:00Z gone temperature{b} firing warning until the end
      + 1970-01-01T00:19:00Z hot temperature{b} firing warning until the end
      + 1970-01-01T00:21:00Z cold temperature{a} no data warning until the end
      """;

  @TempDir Path folder;

  @Test
  void saysOfFilesAndOfATopicWhatWouldHaveBeenOther() throws Exception {
    Path old =
        rules(
            "old.yaml",
            "{name: hot, metric: temperature, sensors: a, levels: {warning: {above: 28}}}",
            "{name: same, metric: temperature, levels: {warning: {above: 29}}}",
            "{name: gone, metric: temperature, levels: {warning: {above: 25, clearBelow: -9}}}");
    Path changed =
        rules(
            "new.yaml",
            "{name: hot, metric: temperature, sensors: '?', levels: {warning: {above: 29,"
                + " clearBelow: 28.5}, critical: {above: 30}}}",
            "{name: cold, metric: temperature, levels: {warning: {below: 10}}, noDataAfter: 3m}",
            "{name: same, metric: temperature, levels: {warning: {above: 29}}, summary: told}");
    Files.createDirectory(folder.resolve("in"));
    Files.writeString(
        folder.resolve("in/a.csv"),
        """
        timestamp,sensor_id,temperature
        1080,a,27
        1020,a,28.4
        900,a,20
        840,a,28.2
        780,a,31
        720,a,28.5
        660,a,27
        x,a,1
        """);
    pack(folder.resolve("in/b.jsonl.gz"), B);

    CommandTrial files = diff(old, changed, "--on", folder.resolve("in").toString());
    assertThat(files.out()).isEqualTo(SEEN);
    assertThat(files.err()).endsWith("12 messages, 1 of them rejected; 11 readings\n");
    assertThat(files.code()).isZero();

    CommandTrial json =
        diff(old, changed, "--on=" + folder.resolve("in"), "--print=json", "--fail-on-difference");
    assertThat(json.out().lines()).hasSize(8);
    assertThat(json.out().lines().findFirst())
        .hasValue(
            "{\"rule\":\"same\",\"change\":\"reworded\",\"note\":\"same differs in summary\"}");
    assertThat(json.out().lines().skip(2).findFirst())
        .hasValue(
            "{\"rule\":\"hot\",\"sensor_id\":\"a\",\"metric\":\"temperature\",\"alert\":\"firing\","
                + "\"differences\":[\"later\",\"other_severity\",\"other_end\"],"
                + "\"old\":{\"from\":\"1970-01-01T00:12:00Z\",\"to\":\"1970-01-01T00:15:00Z\","
                + "\"severity\":\"warning\"},"
                + "\"new\":{\"from\":\"1970-01-01T00:13:00Z\",\"to\":\"1970-01-01T00:14:00Z\","
                + "\"severity\":\"critical\"}}");
    assertThat(json.code()).isEqualTo(3);

    // In the folder of history, the report is no history.
    Path report = folder.resolve("in/report.html");
    for (int run = 0; run < 2; run++) {
      CommandTrial reported =
          diff(old, changed, "--on=" + folder.resolve("in"), "--report=" + report);
      assertThat(reported.out()).isEqualTo(SEEN);
      assertThat(reported.err())
          .endsWith("12 messages, 1 of them rejected; 11 readings\nThe report is " + report + "\n")
          .doesNotContain("left out");
    }
    assertThat(HtmlPage.of(Files.readString(report)).texts("tr"))
        .contains(
            "hotatemperature1min later, critical instead of warning, ends 1min earlier"
                + "warning 1970-01-01 00:12 – 1970-01-01 00:15, 3 min"
                + "critical 1970-01-01 00:13 – 1970-01-01 00:14, 1 min");

    LiveKafka.TestTopics topics = KAFKA.freshTopics(2);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    (A + B)
        .lines()
        .forEach(
            line ->
                records.add(
                    new ProducerRecord<>(
                        topics.readings(),
                        records.size() % 2,
                        2_000_000L,
                        null,
                        line.getBytes(UTF_8))));
    KAFKA.produce(records);
    CommandTrial topic =
        diff(
            old,
            changed,
            "--on=topic:" + topics.readings(),
            "--bootstrap-servers=" + KAFKA.bootstrapServers(),
            "--report=" + report);
    assertThat(Files.readString(report)).contains(topics.readings() + " from ");
    assertThat(topic.out()).isEqualTo(SEEN);
    assertThat(topic.code()).as(topic.err()).isZero();
  }

  @Test
  void rulesThatSayTheSameDifferInNothing() throws Exception {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "timestamp,sensor_id,temperature\n660,a,31\n");
    CommandTrial trial =
        diff(Path.of("default"), Path.of("default"), "--on=" + file, "--fail-on-difference");
    assertThat(trial.out()).isEqualTo("1 rule is the same in both\n");
    assertThat(trial.code()).isZero();
  }

  @Test
  void warnsOfRulesThatWatchNothingAndFailsIfNothingCouldBeUsed() throws Exception {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "timestamp,sensor_id,temperature\n2025-07-01T12:00:00Z,a,31\n");
    Path changed =
        rules(
            "typo.yaml",
            "{name: high_temperature, metric: Temperature, levels: {warning: {above: 29}}}");
    CommandTrial typo = diff(Path.of("default"), changed, "--on=" + file, "--date=2025-07-01");
    assertThat(typo.code()).as(typo.err()).isZero();
    assertThat(typo.err())
        .contains("warning: --date 2025-07-01 has no effect: no file is text\n")
        .contains(
            "warning: rule high_temperature of NEW watches nothing: no reading has metric"
                + " Temperature; there are temperature; perhaps temperature?\n")
        .doesNotContain("of OLD");

    Path report = folder.resolve("r.html");
    assertThat(diff(Path.of("default"), changed, "--on=" + file, "--report=" + report).code())
        .isZero();
    String before = Files.readString(report);
    CommandTrial none =
        diff(
            Path.of("default"),
            changed,
            "--on=" + file,
            "--sensor-field=station",
            "--report=" + report);
    assertThat(report).as("that of the run before").hasContent(before);
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.out()).isEmpty();
    assertThat(none.err())
        .contains("isotherm: none of 1 messages could be used; isotherm batch says why\n");
  }

  private Path rules(String name, String... rules) throws IOException {
    return Files.writeString(folder.resolve(name), "rules: [" + String.join(",\n", rules) + "]");
  }

  private static void pack(Path file, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    Files.write(file, bytes.toByteArray());
  }

  private static CommandTrial diff(Path old, Path changed, String... more) {
    List<String> all =
        new ArrayList<>(List.of("rules", "diff", old.toString(), changed.toString()));
    all.add("--timestamp-format=epoch-s");
    all.add("--timestamp-format=iso");
    all.add("--earliest=1970-01-01");
    all.addAll(List.of(more));
    return CommandTrial.run(Isotherm.commandLine(FLINK::create), all.toArray(String[]::new));
  }
}
