package dev.isotherm.flow.sensors;

import dev.isotherm.sensors.SensorTables;
import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;

/** How the operators of a job get to know the sensor table. */
public interface KnownSensors extends Serializable {

  /** The table is in a file of the job, and never changes; see {@link JobSensors}. */
  KnownSensors OF_JOB_FILE = JobSensors::of;

  /**
   * The table, with all versions that were published by now. All operators of a JVM and a job share
   * one object, which may get further versions while the job runs.
   */
  SensorTables of(RuntimeContext context);

  /**
   * Makes sure that the table has all versions up to a position of what is published.
   *
   * @param position the first one that is not needed
   */
  default void readTo(RuntimeContext context, long position) {}
}
