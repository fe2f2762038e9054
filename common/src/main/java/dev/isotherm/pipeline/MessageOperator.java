package dev.isotherm.pipeline;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Where messages part into readings, stamped with their instants, and rejections; and are counted.
 */
abstract class MessageOperator<I> extends AbstractStreamOperator<Reading>
    implements OneInputStreamOperator<I, Reading> {

  private static final long serialVersionUID = 1;

  private transient MessageCounters counters;

  @Override
  public void open() throws Exception {
    super.open();
    counters = new MessageCounters(getMetricGroup(), getRuntimeContext());
  }

  /** What was counted since the last call. */
  Accounting takeCounted() {
    return counters.takeCounted();
  }

  /** Passes the readings of one accepted message on. */
  void accept(Iterable<Reading> readings) {
    int count = 0;
    for (Reading reading : readings) {
      output.collect(new StreamRecord<>(reading, reading.epochMillis()));
      count++;
    }
    counters.message();
    counters.accepted(count);
  }

  /** Passes one rejected message on. */
  void reject(Rejection rejection) {
    output.collect(FlowTypes.REJECTED, new StreamRecord<>(rejection));
    counters.message();
    counters.rejected(rejection.reason());
  }
}
