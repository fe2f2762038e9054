package dev.isotherm.flow.progress;

import dev.isotherm.model.LateReading;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Sends the readings that come too late for rules, and with each checkpoint how many there were.
 */
public final class LateForAlerts {

  private final Output<?> output;
  private final OutputTag<LateReading> late;
  private long sinceLastPart;

  /**
   * Sends to the side outputs of an operator.
   *
   * @param late receives the readings
   */
  public LateForAlerts(Output<?> output, OutputTag<LateReading> late) {
    this.output = output;
    this.late = late;
  }

  /** Sends an entry of the late log. */
  public void send(LateReading entry) {
    output.collect(late, new StreamRecord<>(entry));
    sinceLastPart++;
  }

  /** Sends how many entries there were since the last call, before a checkpoint or the end. */
  public void sendCount() {
    if (sinceLastPart > 0) {
      output.collect(
          ProgressTypes.PROGRESS_PARTS,
          new StreamRecord<>(ProgressPart.ofLateForAlerts(sinceLastPart)));
      sinceLastPart = 0;
    }
  }
}
