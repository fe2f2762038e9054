package dev.isotherm.flow.progress;

import dev.isotherm.flow.state.RestoredWatermark;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Passes parts on, and says with each watermark that this input is idle, so that the watermark of
 * the progress is that of the other inputs. It is for parts from operators that do not pass
 * idleness on: while a topic is idle, their watermark stays behind that of windows that are closed.
 */
public final class PartsWithoutTime extends AbstractStreamOperator<ProgressPart>
    implements OneInputStreamOperator<ProgressPart, ProgressPart> {

  private static final long serialVersionUID = 1;

  @Override
  public void processElement(StreamRecord<ProgressPart> element) {
    output.collect(element);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (RestoredWatermark.isEndOfInput(mark.getTimestamp())) {
      super.processWatermark(mark);
    } else {
      output.emitWatermarkStatus(WatermarkStatus.IDLE);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}
}
