package dev.isotherm.flow.baseline;

import dev.isotherm.baseline.Baselines;
import dev.isotherm.flow.files.Known;

/** How the operators of a job get to know the baseline. */
public interface KnownBaselines extends Known<Baselines> {

  /** The baseline is in a file of the job, and never changes; see {@link JobBaseline}. */
  KnownBaselines OF_JOB_FILE = JobBaseline::of;
}
