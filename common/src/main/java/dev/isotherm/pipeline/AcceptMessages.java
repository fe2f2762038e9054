package dev.isotherm.pipeline;

import dev.isotherm.model.Reading;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Parts messages that the source has parsed. */
final class AcceptMessages extends MessageOperator<Message, Reading> implements BoundedOneInput {

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
      for (Reading reading : message.readings()) {
        output.collect(new StreamRecord<>(reading, reading.epochMillis()));
      }
      countAccepted(1, message.readings().length);
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
                ProgressPart.NO_DEADLINES)));
  }
}
