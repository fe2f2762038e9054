package dev.isotherm.flow.roster;

import dev.isotherm.parse.ReadingBlock;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Emits the earliest instant that a subtask has seen, once its input has ended; {@link #NONE} if it
 * has seen none.
 */
public final class EarliestInstantOfInput extends AbstractStreamOperator<Long>
    implements OneInputStreamOperator<ReadingBlock, Long>, BoundedOneInput {

  /** There was no reading. */
  static final long NONE = Long.MAX_VALUE;

  private static final long serialVersionUID = 1;

  private transient long earliest;

  @Override
  public void open() throws Exception {
    super.open();
    earliest = NONE;
  }

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    ReadingBlock block = element.getValue();
    long[] instants = block.epochMillis();
    for (int i = 0; i < block.count(); i++) {
      earliest = Math.min(earliest, instants[i]);
    }
  }

  @Override
  public void endInput() {
    output.collect(new StreamRecord<>(earliest));
  }
}
