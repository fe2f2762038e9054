package dev.isotherm.flow.baseline;

import dev.isotherm.baseline.Baselines;
import dev.isotherm.flow.files.JobFile;
import dev.isotherm.wire.BaselineFile;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The baseline of a job; see {@link JobFile}. */
public final class JobBaseline {

  static final JobFile<Baselines> FILE =
      new JobFile<>(
          new JobFile.Kind<>(
              "baseline",
              "--baseline",
              Baselines.EMPTY,
              BaselineFile::readVersions,
              Baselines::fingerprint));

  private JobBaseline() {}

  /**
   * Gives a baseline to all operators of the jobs of an environment.
   *
   * @param file what the baseline was read from
   */
  public static void add(StreamExecutionEnvironment environment, Path file, Baselines baseline) {
    FILE.add(environment, file, baseline);
  }

  /**
   * The baseline of the job of an operator; {@link Baselines#EMPTY} if it has none.
   *
   * @throws IllegalStateException if the file is not what it was when the job was built
   */
  public static Baselines of(RuntimeContext context) {
    return FILE.of(context);
  }
}
