package dev.isotherm.flow.ingest;

import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
 * Passes on one of all readings of a series that have the same instant and value, or only the last
 * one of each instant. Counts the others, and the instants at which a series has several values.
 * For BATCH mode only, where the readings of a series come sorted by instant, so that those of one
 * instant can be held.
 *
 * <p>The result does not depend on the order in which the readings of an instant arrive: positions
 * decide, and between readings of one position (of one message) the greater value.
 *
 * <p>A number of a text file has no instant of its own, and no position. It repeats nothing.
 */
public final class DropDuplicates extends AbstractStreamOperator<Reading>
    implements OneInputStreamOperator<Reading, Reading>, Triggerable<Series, VoidNamespace> {

  /** Which of the readings of a series and instant are passed on. */
  public enum Keep {
    /** One of each value, the one with the first position. */
    ONE_EACH,
    /** The one with the last position. */
    LAST
  }

  /** Accumulator: readings that were dropped. */
  public static final String DUPLICATES = "duplicates";

  /** Accumulator: instants at which a series has several values, which are all passed on. */
  public static final String CONFLICTS = "conflicts";

  /** Accumulator: instants at which a series has several values, of which the last is passed on. */
  public static final String SUPERSEDED = "superseded";

  private static final long serialVersionUID = 1;

  private static final Comparator<Map.Entry<Double, Long>> ORDER =
      Map.Entry.<Double, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey());

  private final Keep keep;

  private transient InternalTimerService<VoidNamespace> timers;
  private transient ValueState<Long> heldInstant;

  /** The first position of each value; the last if the last reading is kept. */
  private transient MapState<Double, Long> held;

  private transient LongCounter duplicates;
  private transient LongCounter conflicts;

  public DropDuplicates(Keep keep) {
    this.keep = keep;
  }

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
    getRuntimeContext().addAccumulator(keep == Keep.LAST ? SUPERSEDED : CONFLICTS, conflicts);
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
    Long before = held.get(reading.value());
    if (before == null) {
      held.put(reading.value(), reading.position());
      return;
    }
    duplicates.add(1);
    boolean later = reading.position() > before;
    if (reading.position() != before && later == (keep == Keep.LAST)) {
      held.put(reading.value(), reading.position());
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
      if (keep == Keep.LAST) {
        duplicates.add(values.size() - 1L);
        values = List.of(Collections.max(values, ORDER));
      }
    }
    for (Map.Entry<Double, Long> one : values) {
      Reading reading = new Reading(series, instant, one.getKey(), one.getValue());
      output.collect(new StreamRecord<>(reading, instant));
    }
    held.clear();
  }
}
