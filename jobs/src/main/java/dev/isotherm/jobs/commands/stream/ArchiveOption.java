package dev.isotherm.jobs.commands.stream;

import dev.isotherm.jobs.archive.StreamArchive;
import dev.isotherm.jobs.commands.options.DurationConverter;
import dev.isotherm.jobs.files.FileErrors;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the messages of a stream are kept. */
final class ArchiveOption {

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description =
          "Keep all messages as they are read, accepted or rejected, by event day:"
              + " DIR/date=2025-07-01/*.jsonl.zst, exactly once. batch and verify read them."
              + " A folder, or a URI such as s3://bucket/archive. On a cluster, all nodes must be"
              + " able to reach it.")
  private @Nullable String folder;

  @Option(
      names = "--archive-interval",
      paramLabel = "DURATION",
      defaultValue = "5min",
      converter = DurationConverter.OrZero.class,
      description =
          "How long messages are collected before they become a file of the archive, unless these"
              + " are 8 MiB (default: ${DEFAULT-VALUE}).")
  private Duration interval;

  /**
   * The archive.
   *
   * @throws ConfigurationException if the folder cannot be used
   */
  StreamArchive prepare() {
    if (folder == null) {
      return StreamArchive.NONE;
    }
    try {
      return StreamArchive.prepare(ResultFolder.absolute(folder), interval);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException("--archive " + folder + ": " + reason(e));
    }
  }

  /**
   * Runs a stream.
   *
   * @throws ConfigurationException if its state has operators that it does not have, such as those
   *     of an archive
   * @throws Exception if the job fails
   */
  void run(Environments environments, StreamExecutionEnvironment environment, String name)
      throws Exception {
    try {
      environments.run(environment, name);
    } catch (Exception e) {
      boolean isLeft =
          ExceptionUtils.findThrowableWithMessage(e, "allowNonRestoredState").isPresent();
      if (folder == null && isLeft) {
        throw new ConfigurationException(
            "--archive: is not given, but the state is of a stream that had it, and holds messages"
                + " that are not in its archive yet; give it again, or continue without them and"
                + " without the archive with -D"
                + StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE.key()
                + "=true");
      }
      throw e;
    }
  }

  private static String reason(Exception error) {
    return error instanceof IOException io ? FileErrors.reason(io) : error.getMessage();
  }
}
