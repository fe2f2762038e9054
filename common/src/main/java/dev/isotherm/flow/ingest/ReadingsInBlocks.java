package dev.isotherm.flow.ingest;

import dev.isotherm.model.Reading;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.parse.ReadingBuffer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Packs single readings into blocks of {@value #SIZE}, in their order. The last block is sent when
 * the input ends. So this is for BATCH mode only.
 */
public final class ReadingsInBlocks extends AbstractStreamOperator<ReadingBlock>
    implements OneInputStreamOperator<Reading, ReadingBlock>, BoundedOneInput {

  /** The number of readings of all blocks but the last. */
  static final int SIZE = 1 << 10;

  private static final long serialVersionUID = 1;

  private transient ReadingBuffer buffer;

  @Override
  public void open() throws Exception {
    super.open();
    buffer = new ReadingBuffer(SIZE);
  }

  @Override
  public void processElement(StreamRecord<Reading> element) {
    buffer.add(element.getValue());
    if (buffer.isFull()) {
      send();
    }
  }

  private void send() {
    output.collect(new StreamRecord<>(buffer.take(false)));
  }

  @Override
  public void endInput() {
    if (!buffer.isEmpty()) {
      send();
    }
  }
}
