package dev.isotherm.flow.ingest;

import dev.isotherm.model.Reading;
import dev.isotherm.parse.ReadingBlock;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Unpacks blocks into single readings whose timestamps are their instants. */
public final class ReadingsOneByOne extends AbstractStreamOperator<Reading>
    implements OneInputStreamOperator<ReadingBlock, Reading> {

  private static final long serialVersionUID = 1;

  @Override
  public void processElement(StreamRecord<ReadingBlock> element) {
    ReadingBlock block = element.getValue();
    for (int i = 0; i < block.count(); i++) {
      Reading reading = block.reading(i);
      output.collect(new StreamRecord<>(reading, reading.epochMillis()));
    }
  }
}
