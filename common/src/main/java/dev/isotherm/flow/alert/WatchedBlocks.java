package dev.isotherm.flow.alert;

import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RulesByInstant;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Keeps, in blocks of readings, those of series that a rule of their instant watches. */
public final class WatchedBlocks extends AbstractStreamOperator<ReadingBlock>
    implements OneInputStreamOperator<ReadingBlock, ReadingBlock> {

  private static final long serialVersionUID = 1;

  private final RuleSetHistory rules;
  private final RuleScope scope;

  private transient RulesByInstant versions;
  private transient ReadingBlock watched;

  /**
   * Keeps the readings, or averages as readings, that a rule watches.
   *
   * @param scope what the blocks contain
   */
  public WatchedBlocks(RuleSetHistory rules, RuleScope scope) {
    this.rules = rules;
    this.scope = scope;
  }

  @Override
  public void open() throws Exception {
    super.open();
    versions = new RulesByInstant(rules, scope, JobSensors.of(getRuntimeContext()));
    watched = ReadingBlock.ofSize(0);
  }

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    ReadingBlock block = element.getValue();
    if (watched.series().length < block.count()) {
      watched = ReadingBlock.ofSize(block.series().length);
    }
    int count = 0;
    for (int i = 0; i < block.count(); i++) {
      Series series = block.series()[i];
      if (!versions.at(block.epochMillis()[i]).of(series).isEmpty()) {
        watched.series()[count] = series;
        watched.seriesSlots()[count] = block.seriesSlots()[i];
        watched.epochMillis()[count] = block.epochMillis()[i];
        watched.positions()[count] = block.positions()[i];
        watched.values()[count++] = block.values()[i];
      }
    }
    if (count > 0) {
      output.collect(new StreamRecord<>(watched.first(count)));
    }
  }
}
