package dev.isotherm.jobs.verify.job;

import dev.isotherm.model.Reading;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Emits the last reading of each series. Its input comes series by series, sorted by instant. */
final class LastReadings extends AbstractStreamOperator<Clue>
    implements OneInputStreamOperator<Reading, Clue>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private transient @Nullable Reading last;

  @Override
  public void processElement(StreamRecord<Reading> element) {
    Reading reading = element.getValue();
    if (last != null && !last.series().equals(reading.series())) {
      emitLast();
    }
    last = reading;
  }

  @Override
  public void endInput() {
    if (last != null) {
      emitLast();
    }
  }

  private void emitLast() {
    Clue clue = Clue.lastEvaluated(last);
    output.collect(new StreamRecord<>(clue, clue.order()));
  }
}
