package dev.isotherm.flow.alert;

import dev.isotherm.flow.series.SeriesReadings;
import dev.isotherm.flow.series.SortBySeries;
import dev.isotherm.flow.series.SortedChunks;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleScope;
import dev.isotherm.rules.RuleSetHistory;
import java.util.List;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates readings in BATCH mode, where Flink brings the chunks of {@link SortBySeries} together,
 * series by series, in the order of their first instants. Merges them, so that no reading is late.
 * Readings of one instant are evaluated in the order of their positions, and those without one in
 * the order of their values.
 *
 * <p>Each value of a position is evaluated once: a second one would change nothing. All lines of a
 * text file have one instant and no position, and there may be millions of them, but not of values.
 *
 * <p>After its last reading, a series has deadlines only. Whether the input reaches them is not
 * known here, so their transitions go to a side output.
 *
 * <p>The chunks are no keyed state: BATCH mode restores none, and one series ends, with its timer,
 * before the next one begins.
 */
public final class EvaluateRulesInBatch extends RuleEvaluation<SeriesReadings> {

  private static final long serialVersionUID = 1;

  /** The chunks of {@link #series}. */
  private transient SortedChunks chunks;

  private transient @Nullable Series series;
  private transient boolean afterLastReading;

  public EvaluateRulesInBatch(RuleSetHistory known, RuleScope scope) {
    this(known, List::of, scope);
  }

  /**
   * Evaluates the rules of a scope.
   *
   * @param published has no further versions; says how the sensor table becomes known
   */
  EvaluateRulesInBatch(RuleSetHistory known, PublishedRules published, RuleScope scope) {
    super(known, published, scope, PublishedTransitions.NONE);
  }

  @Override
  public void open() throws Exception {
    super.open();
    chunks = new SortedChunks();
  }

  @Override
  public void processElement(StreamRecord<SeriesReadings> element) throws Exception {
    SeriesReadings chunk = element.getValue();
    if (series == null) {
      series = chunk.series();
      // In BATCH mode timers fire after the last chunk of the key, whatever their instant.
      setTimer(Long.MAX_VALUE);
    } else {
      requireCurrent(chunk.series());
      chunks.takeBefore(chunk.millis()[0], this::evaluateInOrder);
    }
    if (chunk.isExpectation()) {
      expect(chunk.series(), chunk.millis()[0]);
    } else {
      chunks.add(chunk);
    }
  }

  @Override
  public void onEventTime(InternalTimer<Series, VoidNamespace> timer) throws Exception {
    requireCurrent(timer.getKey());
    chunks.takeAll(this::evaluateInOrder);
    series = null;
    afterLastReading = true;
    advanceTime(timer.getKey(), Long.MAX_VALUE - 1);
    afterLastReading = false;
  }

  private void requireCurrent(Series one) {
    if (!one.equals(series)) {
      throw new IllegalStateException(
          one + " came before the end of " + series + ": only BATCH mode sorts by series");
    }
  }

  @Override
  protected void emit(Transition transition) {
    if (afterLastReading) {
      output.collect(
          AlertTypes.AFTER_END_OF_INPUT, new StreamRecord<>(transition, transition.atMillis()));
    } else {
      super.emit(transition);
    }
  }
}
