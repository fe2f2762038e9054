package dev.isotherm.flow.ingest;

import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Passes on one of all readings of a series that have the same instant and value: the one with the
 * first position. Counts the others, and the instants at which a series has several values, which
 * are all passed on. For BATCH mode only, where the readings of a series come sorted by instant, so
 * that those of one instant can be held.
 *
 * <p>A number of a text file has no instant of its own, and no position. It repeats nothing.
 */
public final class DropDuplicates extends AbstractStreamOperator<Reading>
    implements OneInputStreamOperator<Reading, Reading>, Triggerable<Series, VoidNamespace> {

  /** Accumulator: readings that were dropped. */
  public static final String DUPLICATES = "duplicates";

  /** Accumulator: instants at which a series has several values. */
  public static final String CONFLICTS = "conflicts";

  private static final long serialVersionUID = 1;

  private transient InternalTimerService<VoidNamespace> timers;
  private transient ValueState<Long> heldInstant;

  /** The first position of each value. */
  private transient MapState<Double, Long> held;

  private transient LongCounter duplicates;
  private transient LongCounter conflicts;

  @Override
  public void open() throws Exception {
    super.open();
    timers = getInternalTimerService("end-of-series", VoidNamespaceSerializer.INSTANCE, this);
    heldInstant =
        getRuntimeContext().getState(new ValueStateDescriptor<>("held-instant", Types.LONG));
    held =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("held-values", Types.DOUBLE, Types.LONG));
    duplicates = new LongCounter();
    getRuntimeContext().addAccumulator(DUPLICATES, duplicates);
    conflicts = new LongCounter();
    getRuntimeContext().addAccumulator(CONFLICTS, conflicts);
  }

  @Override
  public void processElement(StreamRecord<Reading> element) throws Exception {
    Reading reading = element.getValue();
    if (reading.position() == Position.NONE) {
      output.collect(element);
      return;
    }
    Long instant = heldInstant.value();
    if (instant == null) {
      // In BATCH mode timers fire after the last reading of the key, whatever their instant.
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, Long.MAX_VALUE);
    } else if (reading.epochMillis() != instant) {
      release(reading.series(), instant);
    }
    heldInstant.update(reading.epochMillis());
    Long first = held.get(reading.value());
    if (first == null || reading.position() < first) {
      held.put(reading.value(), reading.position());
    }
    if (first != null) {
      duplicates.add(1);
    }
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    release(timer.getKey(), heldInstant.value());
  }

  @Override
  public void onProcessingTime(InternalTimer<Series, VoidNamespace> timer) {
    throw new IllegalStateException("there are no timers of the clock");
  }

  private void release(Series series, long instant) throws Exception {
    List<Map.Entry<Double, Long>> values = new ArrayList<>();
    held.entries().forEach(values::add);
    if (values.size() > 1) {
      conflicts.add(1);
    }
    for (Map.Entry<Double, Long> one : values) {
      Reading reading = new Reading(series, instant, one.getKey(), one.getValue());
      output.collect(new StreamRecord<>(reading, instant));
    }
    held.clear();
  }
}
