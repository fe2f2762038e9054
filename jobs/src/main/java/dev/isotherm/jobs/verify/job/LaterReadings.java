package dev.isotherm.jobs.verify.job;

import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.parse.ReadingBlock;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Unpacks the readings of messages that are later than the compared ones. They are not counted. */
final class LaterReadings extends AbstractStreamOperator<Clue>
    implements OneInputStreamOperator<MessageBlock, Clue> {

  private static final long serialVersionUID = 1;

  @Override
  public void processElement(StreamRecord<MessageBlock> element) {
    ReadingBlock readings = element.getValue().readings();
    for (int i = 0; i < readings.count(); i++) {
      Clue clue = Clue.laterReading(readings.reading(i));
      output.collect(new StreamRecord<>(clue, clue.order()));
    }
  }
}
