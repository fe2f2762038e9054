package dev.isotherm.jobs.commands.baseline;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.LearnedSlot;
import dev.isotherm.signal.Deviation;
import java.util.List;

/**
 * What a baseline has learned.
 *
 * @param series how many series
 * @param slots how many slots of all series
 * @param poor those that were learned from too few readings for {@code deviation}
 */
record BaselineSummary(Baseline baseline, int series, int slots, List<LearnedSlot> poor) {

  static BaselineSummary of(Baseline baseline) {
    List<LearnedSlot> learned = baseline.learned();
    List<LearnedSlot> poor =
        learned.stream().filter(one -> one.usual().count() < Deviation.DEFAULT_LEAST).toList();
    return new BaselineSummary(baseline, baseline.series().size(), learned.size(), poor);
  }

  String text() {
    return String.format(
        "learned %d slots of %d series by %s, from %d days in %s",
        slots, series, baseline.slots().by(), baseline.days(), baseline.slots().zone());
  }

  List<String> warnings() {
    if (poor.isEmpty()) {
      return List.of();
    }
    LearnedSlot first = poor.get(0);
    return List.of(
        String.format(
            "%d of %d slots have fewer than %d readings: there, deviation(x) is absent, unless it"
                + " says that fewer are enough. The first is %s of %s, with %d",
            poor.size(),
            slots,
            Deviation.DEFAULT_LEAST,
            baseline.slots().name(first.slot()),
            first.series(),
            first.usual().count()));
  }
}
