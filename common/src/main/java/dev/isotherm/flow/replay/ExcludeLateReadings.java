package dev.isotherm.flow.replay;

import dev.isotherm.average.AverageAccumulator;
import dev.isotherm.flow.partial.PartialAggregate;
import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.SeriesShares;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.window.Windowing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Removes from a replay the readings that the late log names: live + late log = replay. For BATCH
 * mode only, where the readings of a series come sorted by instant, so that those of one instant
 * can be held and matched.
 *
 * <p>Of three equal readings in the topic, one of which is in the late log, two remain. Averages
 * need not know which; for alerts it is the one at the position that the late log names, or the
 * last if it names none of them. A reading that was late for some of its windows is sent as partial
 * aggregates of the others.
 */
public final class ExcludeLateReadings
    extends KeyedProcessFunction<Series, TaggedReading, Reading> {

  private static final long serialVersionUID = 1;

  private final @Nullable Windowing windowing;
  private final LateReading.Exclusion exclusion;

  private transient ListState<TaggedReading> held;

  /**
   * Matches the entries of one kind.
   *
   * @param windowing windows of the averages; {@code null} for alerts on readings, where windows do
   *     not matter
   * @param exclusion what the readings of these entries are excluded from
   */
  public ExcludeLateReadings(@Nullable Windowing windowing, LateReading.Exclusion exclusion) {
    this.windowing = windowing;
    this.exclusion = exclusion;
  }

  @Override
  public void open(OpenContext context) {
    held =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("held", ReplayTypes.TAGGED_READING));
  }

  @Override
  public void processElement(TaggedReading tagged, Context context, Collector<Reading> out)
      throws Exception {
    TaggedReading first = firstHeld();
    if (first == null) {
      // In BATCH mode timers fire after the last record of the key, whatever their instant.
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    } else if (first.reading().epochMillis() != tagged.reading().epochMillis()) {
      match(context, out);
    }
    held.add(tagged);
  }

  private TaggedReading firstHeld() throws Exception {
    for (TaggedReading tagged : held.get()) {
      return tagged;
    }
    return null;
  }

  @Override
  public void onTimer(long instant, OnTimerContext context, Collector<Reading> out)
      throws Exception {
    match(context, out);
  }

  private void match(Context context, Collector<Reading> out) throws Exception {
    Map<Double, List<TaggedReading>> byValue = new TreeMap<>();
    for (TaggedReading tagged : held.get()) {
      byValue.computeIfAbsent(tagged.reading().value(), value -> new ArrayList<>()).add(tagged);
    }
    held.clear();
    for (List<TaggedReading> equal : byValue.values()) {
      match(equal, context, out);
    }
  }

  private void match(List<TaggedReading> equal, Context context, Collector<Reading> out)
      throws IOException {
    if (windowing == null) {
      exclude(equal, context, out);
      return;
    }
    Reading reading = equal.get(0).reading();
    int copies = 0;
    Map<Long, Integer> lateByWindowEnd = new TreeMap<>();
    for (TaggedReading tagged : equal) {
      if (tagged.late()) {
        lateByWindowEnd.merge(tagged.windowEndMillis(), 1, Integer::sum);
      } else {
        copies++;
      }
    }
    if (lateByWindowEnd.isEmpty()) {
      equal.forEach(tagged -> out.collect(tagged.reading()));
      return;
    }
    long instant = reading.epochMillis();
    SeriesWindow first =
        new SeriesWindow(reading.series(), windowing.startOf(instant), windowing.endOf(instant));
    for (int i = 0; i < windowing.windowsPerReading(); i++) {
      SeriesWindow window = first.shifted(i * windowing.slideMillis());
      Integer named = lateByWindowEnd.remove(window.endMillis());
      int left = copies - (named == null ? 0 : named);
      for (int copy = 0; copy < left; copy++) { // one by one, as percentiles need them
        context.output(ReplayTypes.PARTIALS, alone(reading, window));
      }
      unmatched(reading, window, -left, context);
    }
    lateByWindowEnd.forEach(
        (end, count) ->
            unmatched(reading, new SeriesWindow(reading.series(), end - 1, end), count, context));
  }

  /** Sends those of equal readings that no entry names. */
  private void exclude(List<TaggedReading> equal, Context context, Collector<Reading> out) {
    List<Reading> copies = new ArrayList<>();
    List<Reading> late = new ArrayList<>();
    for (TaggedReading tagged : equal) {
      (tagged.late() ? late : copies).add(tagged.reading());
    }
    if (exclusion == LateReading.Exclusion.EVERYTHING) {
      excludeRepeats(copies, late, context, out);
      return;
    }
    late.removeIf(copies::remove);
    if (exclusion.isOfCheck()) { // an entry means the reading at its position, and no other
      copies.forEach(out::collect);
      late.forEach(entry -> unmatched(entry, context));
      return;
    }
    copies.sort(Comparator.comparingLong(Reading::position));
    int left = Math.max(0, copies.size() - late.size());
    copies.subList(0, left).forEach(out::collect);
    for (Reading entry : late.subList(copies.size() - left, late.size())) {
      unmatched(entry, context);
    }
  }

  private void unmatched(Reading entry, Context context) {
    context.output(ReplayTypes.UNMATCHED, new LateReading(entry, exclusion, null));
  }

  /** An entry of a repeat names one reading, and needs another one that it repeats. */
  private void excludeRepeats(
      List<Reading> copies, List<Reading> repeats, Context context, Collector<Reading> out) {
    boolean areAll = copies.size() <= repeats.size();
    List<Reading> untrue = new ArrayList<>(areAll ? repeats.subList(0, 1) : List.of());
    for (Reading repeat : repeats) {
      if (!copies.remove(repeat) && !untrue.contains(repeat)) {
        untrue.add(repeat);
      }
    }
    copies.forEach(out::collect);
    for (Reading entry : untrue) {
      unmatched(entry, context);
    }
  }

  private PartialBlock alone(Reading reading, SeriesWindow window) throws IOException {
    return PartialBlock.of(
        new PartialAggregate(window, AverageAccumulator.of(reading.value()), reading.epochMillis()),
        SeriesShares.of(windowing, exclusion));
  }

  private void unmatched(Reading reading, SeriesWindow window, int count, Context context) {
    for (int i = 0; i < count; i++) {
      context.output(ReplayTypes.UNMATCHED, new LateReading(reading, exclusion, window));
    }
  }
}
