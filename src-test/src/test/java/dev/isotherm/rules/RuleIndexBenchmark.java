package dev.isotherm.rules;

import com.sun.management.ThreadMXBean;
import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.fixtures.ManyRules;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What a reading costs by how many rules there are, and by how many of them watch its series; run
 * by {@code mvn -Pbench verify}, and by nothing else. Rounds of all cases take turns, so that a
 * machine that is slow for a while is slow for all.
 */
class RuleIndexBenchmark {

  private static final int ROUNDS = 7;
  private static final int READINGS = 400_000;
  private static final int STRANGERS = 1_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Something that is done for one reading after another. */
  private interface Work {
    void run(int reading);
  }

  private static final class Case {
    private final String name;
    private final Work work;
    private final List<Double> nanos = new ArrayList<>();
    private double bytes;

    Case(String name, Work work) {
      this.name = name;
      this.work = work;
    }

    void round() {
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long begun = System.nanoTime();
      for (int i = 0; i < READINGS; i++) {
        work.run(i);
      }
      nanos.add((System.nanoTime() - begun) / (double) READINGS);
      bytes = (THREADS.getCurrentThreadAllocatedBytes() - allocated) / (double) READINGS;
    }

    /** The first two rounds are for the compiler. */
    @Override
    public String toString() {
      List<Double> sorted = nanos.stream().skip(2).sorted().toList();
      return String.format(
          Locale.ROOT,
          "%-44s %7.0f ns per reading (%.0f–%.0f), %5.0f bytes",
          name,
          sorted.get(sorted.size() / 2),
          sorted.get(0),
          sorted.get(sorted.size() - 1),
          bytes);
    }
  }

  @Test
  void costsByRules() {
    List<Case> cases = new ArrayList<>();
    for (int each : new int[] {1, 10}) {
      for (int rules : new int[] {10, 100, 1_000, 10_000}) {
        cases.add(evaluation(rules, each, "no deadlines", Timing.IMMEDIATE));
        cases.add(evaluation(rules, each, "deadlines", ManyRules.withDeadlines()));
      }
    }
    cases.add(strangers(10, 1));
    cases.add(strangers(1_000, 1));
    cases.add(strangers(10_000, 10));
    for (int round = 0; round < ROUNDS + 2; round++) {
      cases.forEach(Case::round);
    }
    cases.forEach(System.out::println);
  }

  private static Case evaluation(int rules, int each, String kind, Timing timing) {
    RuleIndex index = new RuleIndex(ManyRules.rules(rules, each, timing));
    Series[] sensors = new Series[ManyRules.SENSORS];
    Arrays.setAll(sensors, ManyRules::sensor);
    AlertStatus[][] statuses = new AlertStatus[ManyRules.SENSORS][each];
    for (AlertStatus[] of : statuses) {
      Arrays.fill(of, AlertStatus.INACTIVE);
    }
    long[] now = {0};
    return new Case(
        String.format(Locale.ROOT, "%6d rules, %2d of them match, %s", rules, each, kind),
        reading -> {
          int sensor = reading % ManyRules.SENSORS;
          double value = 20 + reading % 97 / 10.0; // 10 of 97 are above 28.6
          Reading next = new Reading(sensors[sensor], now[0]++, value);
          List<Rule> matching = index.of(next.series());
          for (int i = 0; i < matching.size(); i++) {
            Rule rule = matching.get(i);
            AlertMachine.Step step = AlertMachine.observe(rule, statuses[sensor][i], next);
            statuses[sensor][i] = step.status();
            AlertMachine.nextDeadline(rule, step.status());
          }
        });
  }

  /** A million series: none is remembered until it comes again. */
  private static Case strangers(int rules, int each) {
    RuleIndex index = new RuleIndex(ManyRules.rules(rules, each, Timing.IMMEDIATE));
    Series[] sensors = new Series[STRANGERS];
    Arrays.setAll(
        sensors,
        i -> new Series(String.format(Locale.ROOT, "%04d", i % 10_000) + i, "temperature"));
    int[] at = {0};
    return new Case(
        String.format(Locale.ROOT, "%6d rules, %2d of them found anew, 1M series", rules, each),
        reading -> {
          at[0] = (at[0] + 1) % STRANGERS;
          index.of(sensors[at[0]]);
        });
  }
}
