package dev.isotherm.agreement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isotherm.alert.AlertMachine;
import dev.isotherm.alert.AlertStatus;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.wire.JsonLinesWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the state machine makes of readings that lie there sorted, alert by alert, as if no time
 * ended: without timers, keys, or anything that runs.
 */
final class ExpectedTransitions {

  private static final Comparator<Reading> ORDER =
      Comparator.comparingLong(Reading::epochMillis)
          .thenComparingLong(Reading::position)
          .thenComparing(Reading::value, Double::compare);

  /** Until the last reading of the series, and what falls due after it. */
  private final List<Transition> certain = new ArrayList<>();

  private final List<Transition> afterLast = new ArrayList<>();
  private final String version;

  ExpectedTransitions(RulesOfSeries rules, List<Reading> readings) {
    version = rules.version();
    sorted(readings)
        .forEach((series, its) -> rules.of(series).forEach(rule -> run(rule, series, its)));
  }

  /** By series, in the order of instant, position and value, each once. */
  static Map<Series, List<Reading>> sorted(List<Reading> readings) {
    Map<Series, TreeSet<Reading>> sets = new TreeMap<>();
    for (Reading reading : readings) {
      sets.computeIfAbsent(reading.series(), key -> new TreeSet<>(ORDER)).add(reading);
    }
    Map<Series, List<Reading>> sorted = new TreeMap<>();
    sets.forEach((series, set) -> sorted.put(series, List.copyOf(set)));
    return sorted;
  }

  /** By series, in the order of instant, position and value. */
  static Map<Series, List<Reading>> inOrder(List<Reading> readings) {
    Map<Series, List<Reading>> sorted = new TreeMap<>();
    for (Reading reading : readings) {
      sorted.computeIfAbsent(reading.series(), key -> new ArrayList<>()).add(reading);
    }
    sorted.values().forEach(its -> its.sort(ORDER));
    return sorted;
  }

  private void run(Rule rule, Series series, List<Reading> readings) {
    AlertStatus status = AlertStatus.INACTIVE;
    long instant = Long.MIN_VALUE;
    int repeat = 0;
    for (Reading reading : readings) {
      repeat = reading.epochMillis() == instant ? repeat + 1 : 0;
      instant = reading.epochMillis();
      AlertMachine.Step step = AlertMachine.observe(rule, status, reading);
      for (Transition one : step.transitions()) {
        certain.add(one.numbered(one.atMillis() == instant ? repeat : 0, version));
      }
      status = step.status();
    }
    AlertMachine.advance(rule, series, status, Long.MAX_VALUE - 1)
        .transitions()
        .forEach(one -> afterLast.add(one.numbered(0, version)));
  }

  /** All, where time ends at an instant. */
  List<Transition> until(long endMillis) {
    List<Transition> all = new ArrayList<>(certain);
    afterLast.stream().filter(one -> one.atMillis() <= endMillis).forEach(all::add);
    return all;
  }

  /**
   * Says what is wrong with what a stream has published.
   *
   * @param watermarkMillis what falls due after it need not be there
   */
  List<String> faults(List<Transition> published, long watermarkMillis) {
    Set<String> there = lines(published);
    Set<String> allowed = lines(certain);
    allowed.addAll(lines(afterLast));
    List<String> faults = new ArrayList<>();
    lines(until(watermarkMillis)).stream()
        .filter(line -> !there.contains(line))
        .forEach(line -> faults.add("missing " + line));
    there.stream()
        .filter(line -> !allowed.contains(line))
        .forEach(line -> faults.add("unexpected " + line));
    return faults;
  }

  private static Set<String> lines(List<Transition> transitions) {
    Set<String> lines = new HashSet<>();
    transitions.forEach(one -> lines.add(new String(JsonLinesWriter.of(one), UTF_8)));
    return lines;
  }
}
