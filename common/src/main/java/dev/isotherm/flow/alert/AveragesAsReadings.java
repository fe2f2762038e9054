package dev.isotherm.flow.alert;

import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.model.Average;
import dev.isotherm.model.Reading;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Emits the mean of each window once, as a reading at the window's end; later revisions are
 * ignored. The record's timestamp is that end, so that BATCH mode sorts by it.
 */
public final class AveragesAsReadings extends AbstractStreamOperator<Reading>
    implements OneInputStreamOperator<AverageUpdate, Reading> {

  private static final long serialVersionUID = 1;

  @Override
  public void processElement(StreamRecord<AverageUpdate> element) {
    AverageUpdate update = element.getValue();
    if (update.isWithdrawal() || update.average().revision() > 0) {
      return;
    }
    Average average = update.average();
    output.collect(
        new StreamRecord<>(
            new Reading(average.series(), average.windowEndMillis(), average.mean()),
            average.windowEndMillis()));
  }
}
