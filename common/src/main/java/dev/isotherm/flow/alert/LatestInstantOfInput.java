package dev.isotherm.flow.alert;

import dev.isotherm.parse.ReadingBlock;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Emits the latest instant that a subtask has seen, once its input has ended. */
public final class LatestInstantOfInput extends AbstractStreamOperator<Long>
    implements OneInputStreamOperator<ReadingBlock, Long>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private transient long latest;

  @Override
  public void open() throws Exception {
    super.open();
    latest = Long.MIN_VALUE;
  }

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    latest = Math.max(latest, element.getValue().latestMillis());
  }

  @Override
  public void endInput() {
    // With the lowest timestamp: BATCH mode sorts it before all transitions.
    output.collect(new StreamRecord<>(latest, Long.MIN_VALUE));
  }
}
