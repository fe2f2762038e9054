package dev.isotherm.jobs.commands.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.flow.progress.RunStart;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.graph.StateRequest;
import dev.isotherm.jobs.kafka.ProgressTopic;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import dev.isotherm.wire.StreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierRunsTest {

  private static final String JOB = "5f1d0000000000000000000000000001";
  private static final EarlierRun FIRST_RUN =
      new EarlierRun(Map.of(0, 0L), Map.of(0, 5L), 900, Accounting.NONE);
  private static final StreamProgress PUBLISHED =
      new StreamProgress(
          "g",
          new StreamSettings(
              "1min",
              null,
              null,
              ParseOptions.defaults().withFields("timestamp", "sensor_id"),
              "1min",
              null,
              "r",
              null),
          new OffsetRange("readings", Map.of(0, 5L), Map.of(0, 9L)),
          Instant.parse("2025-07-01T12:00:00Z").toEpochMilli(),
          Long.MIN_VALUE,
          Accounting.NONE,
          JOB,
          List.of(FIRST_RUN));

  @TempDir private Path checkpoints;
  private final Configuration configuration = new Configuration();

  @Test
  void theFirstRunOfAGroupNeedsNoState() {
    assertThat(start(Optional.empty(), false)).isEqualTo(RunStart.FIRST);
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, "file:///s");
    assertThat(start(Optional.empty(), false)).isEqualTo(RunStart.FIRST);
  }

  @Test
  void aLaterRunWithoutStateIsRefusedAndTheNewestCheckpointNamed() throws Exception {
    checkpoint("chk-9");
    checkpoint("chk-10");
    Files.createDirectories(checkpoints.resolve(JOB).resolve("chk-11"));
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    assertThatThrownBy(() -> start(Optional.of(PUBLISHED), false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "--group g: an earlier run has published results up to 2025-07-01T12:00:00Z, and this"
                + " run has no state of it, so that open windows and alerts would be wrong;"
                + " continue from its newest checkpoint or savepoint with flink run -s file:")
        .hasMessageEndingWith("/" + JOB + "/chk-10, or begin anew with --fresh");
  }

  @Test
  void aFolderThatCannotBeReadFromHereIsNamedAsFarAsItIsKnown() {
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "file:///nowhere/state");
    assertThatThrownBy(() -> start(Optional.of(PUBLISHED), false))
        .hasMessageContaining("flink run -s file:///nowhere/state/" + JOB + "/chk-N, or begin");
  }

  @Test
  void withoutAFolderOfCheckpointsTheOptionIsNamed() {
    assertThatThrownBy(() -> start(Optional.of(PUBLISHED), false))
        .hasMessageContaining("with flink run -s PATH, or begin anew with --fresh");
  }

  @Test
  void aLaterRunWithStateIsHeldToIt() {
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, "file:///s");
    RunStart start = start(Optional.of(PUBLISHED), false);
    assertThat(start.refusal()).startsWith("--group g: an earlier run has published results");
    assertThat(start.earlierRuns()).isEmpty();
  }

  /** With high availability the JobManager restores the job, and no path is configured. */
  @Test
  void inApplicationModeTheJobItselfDecides() {
    configuration.set(DeploymentOptions.TARGET, "embedded");
    assertThat(start(Optional.of(PUBLISHED), false).refusal()).isNotNull();
  }

  @Test
  void aFreshRunNamesAllRunsBefore() {
    RunStart start = start(Optional.of(PUBLISHED), true);
    assertThat(start.refusal()).isNull();
    assertThat(start.earlierRuns())
        .containsExactly(
            FIRST_RUN,
            new EarlierRun(
                Map.of(0, 5L), Map.of(0, 9L), PUBLISHED.watermarkMillis(), Accounting.NONE));
    assertThat(start(Optional.empty(), true)).isEqualTo(RunStart.FIRST);
  }

  @Test
  void aFreshRunCannotContinue() {
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, "file:///s");
    assertThatThrownBy(() -> start(Optional.of(PUBLISHED), true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "--fresh: is mutually exclusive with a checkpoint or savepoint to continue from, which"
                + " is file:///s");
  }

  @Test
  void aStateFolderIsForLocalRuns() {
    assertThatThrownBy(
            () ->
                Environments.CLUSTER.createStream(
                    configuration, new StateRequest("g", "id", "here", false)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("--state here: is for local runs; on a cluster");
  }

  private RunStart start(Optional<StreamProgress> last, boolean fresh) {
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration);
    return new EarlierRuns(
            new StateRequest("g", "id", null, fresh),
            last.map(progress -> new ProgressTopic.Last(progress, 0, 10_000)))
        .start(Environments.CLUSTER, environment);
  }

  private void checkpoint(String name) throws IOException {
    Path folder = Files.createDirectories(checkpoints.resolve(JOB).resolve(name));
    Files.writeString(folder.resolve("_metadata"), "");
  }
}
