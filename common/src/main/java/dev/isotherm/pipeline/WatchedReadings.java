package dev.isotherm.pipeline;

import dev.isotherm.alert.RuleIndex;
import dev.isotherm.alert.RuleSet;
import dev.isotherm.model.Reading;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;

/** Lets readings pass that some rule watches. */
final class WatchedReadings extends RichFilterFunction<Reading> {

  private static final long serialVersionUID = 1;

  private final RuleSet rules;

  private transient RuleIndex index;

  WatchedReadings(RuleSet rules) {
    this.rules = rules;
  }

  @Override
  public void open(OpenContext context) {
    index = new RuleIndex(rules.rules());
  }

  @Override
  public boolean filter(Reading reading) {
    return !index.of(reading.series()).isEmpty();
  }
}
