package dev.isotherm.flow.ingest;

import dev.isotherm.model.Reading;
import dev.isotherm.parse.ReadingBlock;
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

  private transient ReadingBlock block;
  private transient int count;

  @Override
  public void open() throws Exception {
    super.open();
    block = ReadingBlock.ofSize(SIZE);
    count = 0;
  }

  @Override
  public void processElement(StreamRecord<Reading> element) {
    Reading reading = element.getValue();
    block.series()[count] = reading.series();
    block.seriesSlots()[count] = reading.series().hashCode();
    block.epochMillis()[count] = reading.epochMillis();
    block.values()[count] = reading.value();
    block.positions()[count++] = reading.position();
    if (count == SIZE) {
      send();
    }
  }

  private void send() {
    output.collect(new StreamRecord<>(block.first(count)));
    count = 0;
  }

  @Override
  public void endInput() {
    if (count > 0) {
      send();
    }
  }
}
