package dev.isotherm.flow.alert;

import dev.isotherm.flow.baseline.KnownBaselines;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.rules.RuleSetVersion;
import java.io.Serializable;
import java.util.List;

/**
 * The versions of the rules that are published so far. Each subtask reads them when it starts or is
 * restored, so that it knows them before its first reading. Versions are not checkpointed: the
 * topic of rules keeps them.
 */
@FunctionalInterface
public interface PublishedRules extends Serializable {

  /** How the rules get to know the sensor table. */
  default KnownSensors sensors() {
    return KnownSensors.OF_JOB_FILE;
  }

  /** How the rules get to know the baseline. */
  default KnownBaselines baselines() {
    return KnownBaselines.OF_JOB_FILE;
  }

  /** Reads all valid versions, in the order in which they were published. */
  List<RuleSetVersion> read() throws Exception;
}
