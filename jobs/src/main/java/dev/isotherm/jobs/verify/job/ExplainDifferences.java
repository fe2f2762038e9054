package dev.isotherm.jobs.verify.job;

import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.jobs.verify.compare.ExplainedBy;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Series;
import dev.isotherm.wire.JsonLinesWriter;
import java.util.Locale;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Decides which differences of a series messages after the last checkpoint may explain. Those go to
 * the side output {@link ResultTypes#UNDECIDED}. For BATCH mode only: the clues of a series come
 * sorted by {@link Clue#order}.
 *
 * <p>A difference comes after all readings that may explain it. So it is enough to know the latest
 * of them, and the state is a few instants, and the values of one instant.
 */
final class ExplainDifferences extends KeyedProcessFunction<Series, Clue, Difference> {

  private static final long serialVersionUID = 1;

  private static final int LATER = 8;

  private transient ValueState<Long> lastEvaluated;
  private transient ValueState<Long> latest;

  /** The latest readings that are in a later message and in the late log. */
  private transient MapState<Exclusion, Long> latestAmbiguous;

  /** The values of the latest instant, with a bit for each thing that has them. */
  private transient MapState<Double, Integer> values;

  private transient ValueState<Long> instantOfValues;

  @Override
  public void open(OpenContext context) {
    lastEvaluated = instant("last-evaluated");
    latest = instant("latest");
    instantOfValues = instant("instant-of-values");
    latestAmbiguous =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "latest-ambiguous", Types.ENUM(Exclusion.class), Types.LONG));
    values =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("values", Types.DOUBLE, Types.INT));
  }

  private ValueState<Long> instant(String name) {
    return getRuntimeContext().getState(new ValueStateDescriptor<>(name, Types.LONG));
  }

  @Override
  public void processElement(Clue clue, Context context, Collector<Difference> out)
      throws Exception {
    switch (clue.what()) {
      case LAST_EVALUATED -> {
        Long before = lastEvaluated.value();
        lastEvaluated.update(
            before == null ? clue.instantMillis() : Math.max(before, clue.instantMillis()));
      }
      case LATER_READING -> {
        latest.update(clue.instantMillis());
        addValue(clue, LATER);
      }
      case LATE_ENTRY -> addValue(clue, bit(clue.excludedFrom()));
      case DIFFERENCE -> {
        String because = explanation(clue.difference().explainedBy());
        if (because == null) {
          out.collect(clue.difference());
        } else {
          context.output(ResultTypes.UNDECIDED, clue.difference().undecided(because));
        }
      }
    }
  }

  private void addValue(Clue clue, int bit) throws Exception {
    Long instant = instantOfValues.value();
    if (instant == null || instant != clue.instantMillis()) {
      values.clear();
      instantOfValues.update(clue.instantMillis());
    }
    Integer before = values.get(clue.value());
    int bits = before == null ? bit : before | bit;
    values.put(clue.value(), bits);
    if ((bits & LATER) != 0) {
      for (Exclusion exclusion : Exclusion.values()) {
        if ((bits & bit(exclusion)) != 0) {
          latestAmbiguous.put(exclusion, clue.instantMillis());
        }
      }
    }
  }

  private static int bit(Exclusion exclusion) {
    return switch (exclusion) {
      case AVERAGES -> 1;
      case ALERTS -> 2;
      case AVERAGE_ALERTS -> 4;
      case RULE_WINDOWS -> 8;
      // Such an entry means the reading at its position, and no other.
      case SIGNALS, EVERYTHING, IMPLAUSIBLE_RANGE, IMPLAUSIBLE_STUCK, STUCK_CHECK -> 0;
    };
  }

  /** Says which later reading may explain a difference; {@code null} if none may. */
  private @Nullable String explanation(ExplainedBy by) throws Exception {
    Long reading = latest.value();
    if (reading != null && reading >= firstThatCounts(by) && hasValue(by)) {
      return String.format(
          Locale.ROOT,
          "a message after the last checkpoint, with a reading of %s at %s, may explain it",
          by.series(),
          JsonLinesWriter.instant(reading));
    }
    Long ambiguous = latestAmbiguous.get(by.lateFor());
    if (ambiguous != null && ambiguous >= by.lateFromMillis()) {
      return String.format(
          Locale.ROOT,
          "the late log names a reading of %s at %s, which a message after the last checkpoint"
              + " repeats, and may mean either of them",
          by.series(),
          JsonLinesWriter.instant(ambiguous));
    }
    return null;
  }

  private long firstThatCounts(ExplainedBy by) throws Exception {
    Long evaluated = lastEvaluated.value();
    return by.afterLastEvaluated() && evaluated != null
        ? Math.max(by.fromMillis(), evaluated)
        : by.fromMillis();
  }

  private boolean hasValue(ExplainedBy by) throws Exception {
    if (Double.isNaN(by.value())) {
      return true;
    }
    Integer bits = values.get(by.value());
    return bits != null && (bits & LATER) != 0;
  }
}
