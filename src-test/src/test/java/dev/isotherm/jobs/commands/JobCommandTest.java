package dev.isotherm.jobs.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.jobs.commands.options.DurationConverter;
import dev.isotherm.jobs.commands.options.JobOptions;
import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that job commands share, in a command as small as can be. */
class JobCommandTest {
  @TempDir private Path folder;

  @Command(name = "job")
  static final class Job implements Callable<Integer> {
    @Mixin JobOptions job;
    @Mixin KafkaOptions kafka;
    @Mixin TopicOptions topics;

    @Option(names = "--window", converter = DurationConverter.class)
    Duration window;

    @Option(names = {"-v", "--verbose"})
    boolean verbose;

    private Exception failure;

    @Override
    public Integer call() throws Exception {
      if (failure != null) {
        throw failure;
      }
      return CommandRunner.DONE;
    }
  }

  private final Job job = new Job();

  private CommandTrial run(String... arguments) {
    return CommandTrial.run(CommandRunner.install(new CommandLine(job)), arguments);
  }

  @Test
  void theUsersSettingsWinOverTheApplicationsDefaults() {
    assertThat(run("-p", "3", "-Dpipeline.object-reuse=false", "-D", "a.b=c=d").code()).isZero();
    Map<String, String> settings = job.job.configuration(RuntimeExecutionMode.STREAMING).toMap();
    assertThat(settings)
        .containsEntry("pipeline.generic-types", "false")
        .containsEntry("pipeline.auto-generate-uids", "false")
        .containsEntry("pipeline.object-reuse", "false")
        .containsEntry("parallelism.default", "3")
        .containsEntry("isotherm.web-port", "8081")
        .containsEntry("a.b", "c=d")
        .containsEntry("execution.runtime-mode", "STREAMING")
        .hasSize(7);
  }

  @Test
  void leavesTheParallelismToTheClusterUnlessGiven() {
    run();
    assertThat(job.job.configuration(RuntimeExecutionMode.STREAMING).toMap())
        .doesNotContainKey("parallelism.default")
        .containsEntry("pipeline.object-reuse", "true");
  }

  @Test
  void onlyWhatRunsUntilItIsStoppedHasAWebUiUnasked() {
    run();
    assertThat(job.job.configuration(RuntimeExecutionMode.STREAMING).get(JobOptions.WEB_PORT))
        .isEqualTo(8081);
    assertThat(job.job.configuration(RuntimeExecutionMode.BATCH).get(JobOptions.WEB_PORT)).isZero();
  }

  @Test
  void checksWhatTheMixedInOptionsSay() {
    CommandTrial trial =
        run(
            "-p",
            "0",
            "--web-port",
            "65536",
            "-D",
            "novalue",
            "--window",
            "0s",
            "--late-topic",
            "x",
            "--alerts-topic",
            "x");
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err().lines())
        .containsExactlyInAnyOrder(
            "isotherm: -D novalue: must be KEY=VALUE",
            "isotherm: --window 0s: must be at least 1 ms",
            "isotherm: --parallelism 0: must be at least 1 and at most 32768",
            "isotherm: --web-port 65536: must be a port, at most 65535, or 0 for none",
            "isotherm: --late-topic x: must be another topic than --alerts-topic");
  }

  @Test
  void topicsAndBrokersHaveTheirDefaults() {
    run();
    assertThat(job.kafka.bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(job.topics.names().readings()).isEqualTo("sensor_readings");
    assertThat(job.topics.names().outputs())
        .containsExactly(
            "sensor_averages",
            "sensor_group_averages",
            "sensor_alerts",
            "sensor_rejected",
            "sensor_late",
            "sensor_progress",
            "sensor_rules_status");
  }

  @Test
  void readsClientSettingsFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("client.properties"), "security.protocol=SSL\n");
    assertThat(run("-b", "one:1,[::1]:2", "--kafka-config", file.toString()).code()).isZero();
    assertThat(job.kafka.clientProperties())
        .containsOnly(
            Map.entry("bootstrap.servers", "one:1,[::1]:2"), Map.entry("security.protocol", "SSL"));
  }

  @Test
  void namesTheKeysThatAreNotTheUsersButNoValue() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("client.properties"),
            "group.id=hush\nssl.key.password=hush\nbootstrap.servers=hush\n");
    assertThat(run("-v", "--kafka-config", file.toString()).err())
        .startsWith(
            "isotherm: --kafka-config "
                + file
                + ": must not set bootstrap.servers, group.id: Isotherm sets them\n")
        .doesNotContain("hush");
    Files.writeString(file, "ssl.key.password=\\uhush\n");
    assertThat(run("-v", "--kafka-config", file.toString()).err())
        .contains("is not a properties file")
        .doesNotContain("hush");
  }

  @Test
  void aFailedJobIsOneSentenceWithTheRootCause() {
    job.failure =
        new RuntimeException("outer", new IOException("No space left on device\nand so on"));
    assertThat(run())
        .isEqualTo(
            new CommandTrial(
                1, "", "isotherm: job failed: No space left on device (IOException)\n"));
  }

  @Test
  void verboseShowsTheStackTraceToo() {
    job.failure = new IOException();
    CommandTrial trial = run("--verbose");
    assertThat(trial.code()).isEqualTo(1);
    assertThat(trial.err())
        .startsWith("isotherm: job failed: IOException\njava.io.IOException\n\tat ");
  }

  @Test
  void aConfigurationFoundWantingLaterIsBadUsageToo() {
    job.failure = new ConfigurationException("--topic t: is not on the broker");
    assertThat(run())
        .isEqualTo(new CommandTrial(2, "", "isotherm: --topic t: is not on the broker\n"));
  }
}
