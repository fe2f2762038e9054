package dev.isotherm.flow.plausibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.GoldenState;
import dev.isotherm.flow.plausibility.EqualRun.Verdict;
import dev.isotherm.flow.series.InstantOrder;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EqualRunTest {

  private static final Series SERIES = new Series("s", "m");
  private static final Comparator<Reading> ORDER =
      Comparator.comparingLong(Reading::epochMillis).thenComparing(InstantOrder.OF_READINGS);

  private final long seed = Long.getLong("isotherm.seed", new Random().nextLong());

  @Test
  void theFormOfTheStateIsKept() throws IOException {
    GoldenState.assertKept(
        "equal-run", PlausibilityTypes.EQUAL_RUN, new EqualRun(-0.1, 1, 2, 3, Long.MAX_VALUE));
  }

  @Test
  void zerosOfBothSignsAreTheSameValue() {
    List<Reading> zeros = List.of(at(0, 0.0, 1), at(4, -0.0, 2), at(6, 0.0, 3));
    assertThat(stuck(zeros, 5)).containsExactly(zeros.get(2));
  }

  /** In whatever order they come: those that are checked are judged as if they lay there sorted. */
  @Test
  void aReplayWithoutThoseThatWereNotCheckedComesToTheSame() {
    System.out.println("EqualRunTest: -Disotherm.seed=" + seed);
    Random random = new Random(seed);
    int all = 0;
    int notChecked = 0;
    for (int run = 0; run < 5_000; run++) {
      List<Reading> readings = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        readings.add(at(random.nextInt(40), random.nextInt(2), random.nextInt(20)));
      }
      List<Reading> arrival = new ArrayList<>(readings);
      arrival.sort(ORDER);
      for (int i = random.nextInt(12); i > 0; i--) {
        int place = random.nextInt(arrival.size());
        Collections.swap(arrival, place, Math.max(0, place - random.nextInt(6)));
      }
      EqualRun last = null;
      List<Reading> stuck = new ArrayList<>();
      List<Reading> checked = new ArrayList<>();
      for (Reading reading : arrival) {
        Verdict verdict = EqualRun.judge(last, reading, 5);
        if (verdict == Verdict.NOT_CHECKED) {
          notChecked++;
          continue;
        }
        last = EqualRun.with(last, reading, 5);
        checked.add(reading);
        if (verdict == Verdict.STUCK) {
          stuck.add(reading);
        }
      }
      all += stuck.size();
      assertThat(stuck).as("%s", arrival).containsExactlyInAnyOrderElementsOf(stuck(checked, 5));
    }
    assertThat(all).isGreaterThan(5_000);
    assertThat(notChecked).isGreaterThan(5_000);
  }

  /** The definition, in its plainest form. */
  private static List<Reading> stuck(List<Reading> readings, long stuckAfter) {
    List<Reading> sorted = new ArrayList<>(readings);
    sorted.sort(ORDER);
    List<Reading> stuck = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      int first = i;
      while (first > 0 && sorted.get(first - 1).value() == sorted.get(i).value()) {
        first--;
      }
      if (sorted.get(i).epochMillis() - sorted.get(first).epochMillis() > stuckAfter) {
        stuck.add(sorted.get(i));
      }
    }
    return stuck;
  }

  private static Reading at(long millis, double value, long position) {
    return new Reading(SERIES, millis, value, position);
  }
}
