package dev.isotherm.flow.ingest;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.Rejection;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts messages and sends rejections to a side output.
 *
 * @param <O> one reading or more
 */
abstract class MessageOperator<I, O> extends AbstractStreamOperator<O>
    implements OneInputStreamOperator<I, O> {

  private static final long serialVersionUID = 1;

  private transient MessageCounters counters;

  @Override
  public void open() throws Exception {
    super.open();
    counters = new MessageCounters(getMetricGroup(), getRuntimeContext());
  }

  /** The counts since the last call. */
  Accounting takeCounted() {
    return counters.takeCounted();
  }

  /** Counts accepted messages, whose readings are sent already. */
  void countAccepted(int messages, int readings) {
    counters.accepted(messages, readings);
  }

  /** Sends and counts a rejected message, or several elements of one. */
  void reject(Rejection rejection) {
    output.collect(IngestTypes.REJECTED, new StreamRecord<>(rejection));
    counters.rejected(rejection.reason(), rejection.messages());
  }
}
