package dev.isotherm.jobs.verify.job;

import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.jobs.verify.compare.Findings;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.util.Collector;

/** Counts the results that agree, and emits the differences. */
record CountedFindings(LongCounter matching, Collector<Difference> differences)
    implements Findings {

  @Override
  public void matches() {
    matching.add(1);
  }

  @Override
  public void differs(Difference difference) {
    differences.collect(difference);
  }
}
