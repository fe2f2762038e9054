package dev.isotherm.flow.plausibility;

import dev.isotherm.flow.plausibility.EqualRun.Verdict;
import dev.isotherm.flow.sensors.JobSensors;
import dev.isotherm.flow.series.InstantOrder;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.sensors.SensorTables;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Excludes stuck values, see {@link EqualRun}, in BATCH mode, where the readings of a series come
 * sorted by instant. Those of one instant are held, and judged in the order of their positions.
 *
 * <p>They are no keyed state: BATCH mode restores none, and one series ends, with its timer, before
 * the next one begins.
 */
public final class FindStuckValuesInBatch extends AbstractStreamOperator<Reading>
    implements OneInputStreamOperator<Reading, Reading>, Triggerable<Series, VoidNamespace> {

  private static final long serialVersionUID = 1;

  private transient SensorTables tables;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient List<Reading> ofInstant;
  private transient @Nullable EqualRun last;
  private transient ExcludedReadings excluded;

  @Override
  public void open() throws Exception {
    super.open();
    tables = JobSensors.of(getRuntimeContext());
    timers = getInternalTimerService("end-of-series", VoidNamespaceSerializer.INSTANCE, this);
    ofInstant = new ArrayList<>();
    excluded = new ExcludedReadings(output, getMetricGroup(), getRuntimeContext());
  }

  @Override
  public void processElement(StreamRecord<Reading> element) {
    Reading reading = element.getValue();
    if (ofInstant.isEmpty()) {
      // In BATCH mode timers fire after the last reading of the key, whatever their instant.
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, Long.MAX_VALUE);
    } else {
      Reading before = ofInstant.get(0);
      if (!before.series().equals(reading.series())
          || before.epochMillis() > reading.epochMillis()) {
        throw new IllegalStateException(
            reading + " came after " + before + ": only BATCH mode sorts them");
      }
      if (before.epochMillis() < reading.epochMillis()) {
        judgeInstant();
      }
    }
    ofInstant.add(reading);
  }

  private void judgeInstant() {
    ofInstant.sort(InstantOrder.OF_READINGS);
    for (Reading reading : ofInstant) {
      long stuckAfter = EqualRun.stuckAfterMillis(tables, reading.series(), reading.epochMillis());
      if (EqualRun.judge(last, reading, stuckAfter) == Verdict.STUCK) {
        excluded.exclude(reading, Exclusion.IMPLAUSIBLE_STUCK);
      } else {
        output.collect(new StreamRecord<>(reading, reading.epochMillis()));
      }
      last = EqualRun.with(last, reading, stuckAfter);
    }
    ofInstant.clear();
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) {
    judgeInstant();
    last = null;
  }

  @Override
  public void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no processing-time timers");
  }
}
