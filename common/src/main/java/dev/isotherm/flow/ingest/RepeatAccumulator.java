package dev.isotherm.flow.ingest;

import org.apache.flink.api.common.accumulators.Accumulator;

/** Merges what the tasks of a bounded job know of readings that repeat an earlier one. */
public final class RepeatAccumulator implements Accumulator<RepeatSample, RepeatSample> {

  private static final long serialVersionUID = 1;

  private RepeatSample sum = new RepeatSample();

  @Override
  public void add(RepeatSample sample) {
    sum.merge(sample);
  }

  @Override
  public RepeatSample getLocalValue() {
    return sum;
  }

  @Override
  public void resetLocal() {
    sum = new RepeatSample();
  }

  @Override
  public void merge(Accumulator<RepeatSample, RepeatSample> other) {
    sum.merge(other.getLocalValue());
  }

  @Override
  @SuppressWarnings("MissingSuperCall") // Flink's interface has no clone to call
  public RepeatAccumulator clone() {
    RepeatAccumulator copy = new RepeatAccumulator();
    copy.add(sum);
    return copy;
  }
}
