package dev.isotherm.flow.plausibility;

import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Sends the readings that an operator excludes to the late log, and counts them. */
final class ExcludedReadings {

  private final Output<?> output;
  private final Counter counter;
  private final LongCounter total = new LongCounter();
  private long sinceLastPart;

  ExcludedReadings(Output<?> output, MetricGroup metrics, RuntimeContext context) {
    this.output = output;
    counter = metrics.counter(CheckRanges.IMPLAUSIBLE);
    context.addAccumulator(CheckRanges.IMPLAUSIBLE, total);
  }

  /** Excludes a reading from everything. */
  void exclude(Reading reading, Exclusion why) {
    LateReading entry = LateReading.fromEverything(reading, why);
    output.collect(PlausibilityTypes.IMPLAUSIBLE, new StreamRecord<>(entry, reading.epochMillis()));
    sinceLastPart++;
    counter.inc();
    total.add(1);
  }

  /** Sends how many there were since the last call, before a checkpoint or the end. */
  void sendCount() {
    sendCount(0);
  }

  /**
   * Sends how many there were since the last call, before a checkpoint or the end.
   *
   * @param buffered how many more readings are buffered than at the last call
   */
  void sendCount(long buffered) {
    output.collect(
        ProgressTypes.PROGRESS_PARTS,
        new StreamRecord<>(
            ProgressPart.of(Accounting.ofImplausible(sinceLastPart).withBuffered(buffered))));
    sinceLastPart = 0;
  }
}
