package dev.isotherm.flow.alert;

import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.model.Reading;
import dev.isotherm.rules.RuleIndex;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;

/** Keeps the readings of series that a rule on readings, of any version, watches. */
public final class WatchedReadings extends RichFilterFunction<Reading> {

  private static final long serialVersionUID = 1;

  private final RuleSetHistory rules;

  private transient RuleIndex index;

  public WatchedReadings(RuleSetHistory rules) {
    this.rules = rules;
  }

  @Override
  public void open(OpenContext context) {
    index = new RuleIndex(rules.on(Source.READINGS), JobSensors.of(getRuntimeContext()));
  }

  @Override
  public boolean filter(Reading reading) {
    return !index.of(reading.series()).isEmpty();
  }
}
