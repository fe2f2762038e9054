package dev.isotherm.rules.baseline;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.baseline.Usual;
import dev.isotherm.model.Series;
import dev.isotherm.signal.Deviation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The slots of series in which a deviation from their baseline is absent.
 *
 * @param slots how many slots the series have
 * @param few those that were learned from too few readings, or from none
 * @param equal those whose readings were all equal, unless the deviation has a floor
 */
record SlotsOfSeries(Deviation deviation, int series, int slots, Absent few, Absent equal) {

  /** Slots in which it is absent for one reason. */
  private static final class Absent {
    private int count;

    /** The first one; {@code null} if there is none. */
    private @Nullable String first;

    void add(String slot) {
      count++;
      first = first == null ? slot : first;
    }
  }

  static SlotsOfSeries of(Baseline baseline, List<Series> series, Deviation deviation) {
    int slots = baseline.slots().by().slots();
    Absent few = new Absent();
    Absent equal = new Absent();
    for (Series one : series) {
      for (int slot = 0; slot < slots; slot++) {
        String name = baseline.slots().name(slot) + " of " + one;
        Optional<Usual> usual = baseline.inSlot(one, slot);
        long count = usual.map(Usual::count).orElse(0L);
        if (count < deviation.least()) {
          few.add(name + ", with " + count);
        } else if (Math.max(usual.get().stddev(), deviation.floor()) == 0) {
          equal.add(name);
        }
      }
    }
    return new SlotsOfSeries(deviation, series.size(), series.size() * slots, few, equal);
  }

  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (few.count > 0) {
      sentences.add(
          String.format(
              "is absent in %s, which the baseline has learned from fewer than %d readings; the"
                  + " first is %s",
              inWords(few.count), deviation.least(), few.first));
    }
    if (equal.count > 0) {
      sentences.add(
          String.format(
              "is absent in %s, whose readings were all equal, because it has no floor; the first"
                  + " is %s",
              inWords(equal.count), equal.first));
    }
    return sentences;
  }

  private String inWords(int count) {
    return String.format("%d of the %d slots of its %d series", count, slots, series);
  }
}
