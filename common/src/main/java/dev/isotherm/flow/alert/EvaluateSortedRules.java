package dev.isotherm.flow.alert;

import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The same in BATCH mode, where Flink sorts the readings of a series by instant: every reading is
 * evaluated. Readings of one instant are held back until a later one comes, and then go by value,
 * so that the order in which they lay in the files cannot be seen.
 *
 * <p>Each value is held once: seen twice at the same instant, it changes nothing. A text file is
 * all of one instant, and may have millions of lines, but not of values.
 *
 * <p>After its last reading a series only has deadlines. Which of them were reached before the
 * input ended is not known here: they leave by a side output.
 */
public final class EvaluateSortedRules extends RuleEvaluation<Reading> {

  private static final long serialVersionUID = 1;

  private transient ValueState<Long> heldInstant;
  private transient MapState<Double, Boolean> heldValues;
  private transient Map<Transition, Integer> repeats;
  private transient boolean afterLast;

  public EvaluateSortedRules(RuleSetHistory known, Source source) {
    super(known, source);
  }

  @Override
  public void open() throws Exception {
    super.open();
    repeats = new HashMap<>();
    heldInstant =
        getRuntimeContext().getState(new ValueStateDescriptor<>("held-instant", Types.LONG));
    heldValues =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("held-values", Types.DOUBLE, Types.BOOLEAN));
  }

  @Override
  public void processElement(StreamRecord<Reading> element) throws Exception {
    Reading reading = element.getValue();
    Long held = heldInstant.value();
    if (held == null) {
      // In BATCH mode timers fire after the last reading of the key, whatever their instant.
      setTimer(Long.MAX_VALUE);
    } else if (reading.epochMillis() != held) {
      release(reading.series());
    }
    heldInstant.update(reading.epochMillis());
    heldValues.put(reading.value(), true);
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    release(timer.getKey());
    afterLast = true;
    pass(timer.getKey(), Long.MAX_VALUE - 1);
    afterLast = false;
  }

  private void release(Series series) throws Exception {
    List<Double> values = new ArrayList<>();
    heldValues.keys().forEach(values::add);
    values.sort(Double::compare);
    for (double value : values) {
      evaluate(new Reading(series, heldInstant.value(), value));
    }
    heldValues.clear();
    repeats.clear();
  }

  @Override
  void emit(Transition transition) {
    Transition numbered = transition.numbered(repeatOf(transition), transition.rulesVersion());
    if (afterLast) {
      output.collect(
          AlertTypes.AFTER_END_OF_INPUT, new StreamRecord<>(numbered, numbered.atMillis()));
    } else {
      super.emit(numbered);
    }
  }

  /** Of several readings at one instant, more than one can lead to the same. */
  private int repeatOf(Transition transition) {
    Transition same =
        new Transition(
            transition.rule(),
            transition.series(),
            transition.severity(),
            transition.state(),
            transition.state(),
            null,
            transition.atMillis(),
            0,
            0,
            0);
    return repeats.merge(same, 1, Integer::sum) - 1;
  }
}
