package dev.isotherm.pipeline;

import java.util.Arrays;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Parts messages that the source has parsed. */
final class AcceptMessages extends MessageOperator<Message> {

  private static final long serialVersionUID = 1;

  @Override
  public void processElement(StreamRecord<Message> element) {
    Message message = element.getValue();
    if (message.isAccepted()) {
      accept(Arrays.asList(message.readings()));
    } else {
      reject(message.rejection());
    }
  }
}
