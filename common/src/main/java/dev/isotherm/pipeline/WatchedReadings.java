package dev.isotherm.pipeline;

import dev.isotherm.alert.RuleIndex;
import dev.isotherm.alert.RuleTimeline;
import dev.isotherm.alert.Selector.Source;
import dev.isotherm.model.Reading;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;

/** Lets readings pass that some rule on such values watches, if not at their instant. */
final class WatchedReadings extends RichFilterFunction<Reading> {

  private static final long serialVersionUID = 1;

  private final RuleTimeline rules;
  private final Source source;

  private transient RuleIndex index;

  WatchedReadings(RuleTimeline rules, Source source) {
    this.rules = rules;
    this.source = source;
  }

  @Override
  public void open(OpenContext context) {
    index = new RuleIndex(rules.on(source));
  }

  @Override
  public boolean filter(Reading reading) {
    return !index.of(reading.series()).isEmpty();
  }
}
