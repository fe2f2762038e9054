package dev.isotherm.flow.ingest;

import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.parse.ReadingBlock;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Sends readings and rejections of messages that the source has parsed to separate outputs. */
public final class SplitAcceptedAndRejected extends MessageOperator<MessageBlock, ReadingBlock>
    implements BoundedOneInput {

  private static final long serialVersionUID = 1;

  private transient ReadPositions positions;
  private transient boolean ended;

  @Override
  public void open() throws Exception {
    super.open();
    positions = new ReadPositions();
  }

  @Override
  public void processElement(StreamRecord<MessageBlock> element) {
    MessageBlock block = element.getValue();
    positions.read(block.partition(), block.firstOffset(), block.nextOffset());
    ReadingBlock readings = block.readings();
    if (readings.count() > 0) {
      output.collect(new StreamRecord<>(readings));
      countAccepted(readings.messages(), readings.count());
    }
    block.rejections().forEach(this::reject);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      sendProgress();
    }
  }

  @Override
  public void endInput() {
    sendProgress();
    ended = true;
  }

  private void sendProgress() {
    int[] partitions = positions.partitions();
    output.collect(
        ProgressTypes.PROGRESS_PARTS,
        new StreamRecord<>(
            new ProgressPart(
                partitions,
                positions.first(partitions),
                positions.next(partitions),
                takeCounted(),
                ProgressPart.NO_DEADLINES)));
  }
}
