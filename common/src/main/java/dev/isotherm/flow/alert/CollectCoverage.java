package dev.isotherm.flow.alert;

import dev.isotherm.flow.baseline.JobBaseline;
import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.model.Series;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleCoverage;
import dev.isotherm.rules.RuleSet;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Passes readings on, and collects in an accumulator which rules watch them. The accumulator has
 * one element of each subtask, once its input has ended.
 */
public final class CollectCoverage extends AbstractStreamOperator<ReadingBlock>
    implements OneInputStreamOperator<ReadingBlock, ReadingBlock>, BoundedOneInput {

  /** The name of the accumulator. */
  public static final String COVERAGE = "coverage";

  private static final long serialVersionUID = 1;
  private static final int SLOTS = 1 << 12;

  private final RuleSet rules;

  private transient ListAccumulator<RuleCoverage.Found> collected;
  private transient RuleCoverage coverage;

  /** The latest series of each slot, so that most readings cost a comparison. */
  private transient Series[] latest;

  public CollectCoverage(RuleSet rules) {
    this.rules = rules;
  }

  @Override
  public void open() throws Exception {
    super.open();
    collected = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(COVERAGE, collected);
    coverage =
        new RuleCoverage(
            rules.rules(),
            JobSensors.of(getRuntimeContext()).latest(),
            JobBaseline.of(getRuntimeContext()).latest());
    latest = new Series[SLOTS];
  }

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    ReadingBlock block = element.getValue();
    for (int i = 0; i < block.count(); i++) {
      Series series = block.series()[i];
      int slot = block.seriesSlots()[i] & (SLOTS - 1);
      if (!series.equals(latest[slot])) {
        coverage.add(series);
        latest[slot] = series;
      }
    }
    output.collect(element);
  }

  @Override
  public void endInput() {
    collected.add(coverage.found());
  }
}
