package dev.isotherm.pipeline;

import java.util.Arrays;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Parts messages that the source has parsed. */
final class AcceptMessages extends MessageOperator<Message> implements BoundedOneInput {

  private static final long serialVersionUID = 1;

  private transient ReadPositions positions;
  private transient boolean ended;

  @Override
  public void open() throws Exception {
    super.open();
    positions = new ReadPositions();
  }

  @Override
  public void processElement(StreamRecord<Message> element) {
    Message message = element.getValue();
    positions.read(message.partition(), message.offset());
    if (message.isAccepted()) {
      accept(Arrays.asList(message.readings()));
    } else {
      reject(message.rejection());
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      sendPart();
    }
  }

  @Override
  public void endInput() {
    sendPart();
    ended = true;
  }

  private void sendPart() {
    int[] partitions = positions.partitions();
    output.collect(
        FlowTypes.PROGRESS_PARTS,
        new StreamRecord<>(
            new ProgressPart(
                partitions,
                positions.first(partitions),
                positions.next(partitions),
                takeCounted(),
                Long.MIN_VALUE)));
  }
}
