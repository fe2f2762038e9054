package dev.isotherm.flow.alert;

import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.model.Reading;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RulesByInstant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;

/** Keeps the readings of series that a rule on readings watches at their instant. */
public final class WatchedReadings extends RichFilterFunction<Reading> {

  private static final long serialVersionUID = 1;

  private final RuleSetHistory rules;

  private transient RulesByInstant versions;

  public WatchedReadings(RuleSetHistory rules) {
    this.rules = rules;
  }

  @Override
  public void open(OpenContext context) {
    versions = new RulesByInstant(rules, RuleScope.READINGS, JobSensors.of(getRuntimeContext()));
  }

  @Override
  public boolean filter(Reading reading) {
    return !versions.at(reading.epochMillis()).of(reading.series()).isEmpty();
  }
}
