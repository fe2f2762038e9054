package dev.isotherm.flow.alert;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Evaluates readings in BATCH mode, where Flink sorts the readings of a series by instant, so that
 * none is late. Readings of one instant are held until a later one comes, and are then evaluated in
 * the order of their positions, and those without one in the order of their values.
 *
 * <p>Each value of a position is held once: a second one would change nothing. All lines of a text
 * file have one instant and no position, and there may be millions of them, but not of values.
 *
 * <p>After its last reading, a series has deadlines only. Whether the input reaches them is not
 * known here, so their transitions go to a side output.
 */
public final class EvaluateRulesInBatch extends RuleEvaluation<Reading> {

  private static final long serialVersionUID = 1;

  private transient ValueState<Long> heldInstant;
  private transient MapState<PlacedValue, Boolean> held;
  private transient boolean afterLastReading;

  public EvaluateRulesInBatch(RuleSetHistory known, Source source) {
    super(known, source, PublishedTransitions.NONE);
  }

  @Override
  public void open() throws Exception {
    super.open();
    heldInstant =
        getRuntimeContext().getState(new ValueStateDescriptor<>("held-instant", Types.LONG));
    held =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("held-values", AlertTypes.PLACED_VALUE, Types.BOOLEAN));
  }

  @Override
  public void processElement(StreamRecord<Reading> element) throws Exception {
    Reading reading = element.getValue();
    Long instant = heldInstant.value();
    if (instant == null) {
      // In BATCH mode timers fire after the last reading of the key, whatever their instant.
      setTimer(Long.MAX_VALUE);
    } else if (reading.epochMillis() != instant) {
      release(reading.series());
    }
    heldInstant.update(reading.epochMillis());
    held.put(PlacedValue.of(reading), true);
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    release(timer.getKey());
    afterLastReading = true;
    advanceTime(timer.getKey(), Long.MAX_VALUE - 1);
    afterLastReading = false;
  }

  private void release(Series series) throws Exception {
    List<PlacedValue> values = new ArrayList<>();
    held.keys().forEach(values::add);
    values.sort(PlacedValue.ORDER);
    for (PlacedValue one : values) {
      evaluate(new Reading(series, heldInstant.value(), one.value(), one.position()));
    }
    held.clear();
  }

  @Override
  void emit(Transition transition) {
    if (afterLastReading) {
      output.collect(
          AlertTypes.AFTER_END_OF_INPUT, new StreamRecord<>(transition, transition.atMillis()));
    } else {
      super.emit(transition);
    }
  }
}
