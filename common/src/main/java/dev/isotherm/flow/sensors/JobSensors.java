package dev.isotherm.flow.sensors;

import dev.isotherm.flow.files.JobFile;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The sensor table of a job; see {@link JobFile}. */
public final class JobSensors {

  static final JobFile<SensorTables> FILE =
      new JobFile<>(
          new JobFile.Kind<>(
              "sensors",
              "--sensors",
              SensorTables.EMPTY,
              SensorFile::readVersions,
              SensorTables::fingerprint));

  private JobSensors() {}

  /**
   * Gives a table to all operators of the jobs of an environment.
   *
   * @param file what the table was read from
   */
  public static void add(StreamExecutionEnvironment environment, Path file, SensorTables table) {
    FILE.add(environment, file, table);
  }

  /** Whether the jobs of an environment have a table. */
  public static boolean areGiven(StreamExecutionEnvironment environment) {
    return FILE.isIn(environment);
  }

  /**
   * The table of the job of an operator; {@link SensorTables#EMPTY} if it has none.
   *
   * @throws IllegalStateException if the file is not what it was when the job was built
   */
  public static SensorTables of(RuntimeContext context) {
    return FILE.of(context);
  }
}
