package dev.isotherm.flow.sensors;

import dev.isotherm.flow.files.Known;
import dev.isotherm.sensors.SensorTables;

/** How the operators of a job get to know the sensor table. */
public interface KnownSensors extends Known<SensorTables> {

  /** The table is in a file of the job, and never changes; see {@link JobSensors}. */
  KnownSensors OF_JOB_FILE = JobSensors::of;
}
