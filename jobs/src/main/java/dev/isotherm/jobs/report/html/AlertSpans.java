package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.diff.Episode;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.report.FirstInOrder;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The periods of all alerts. The memory is bounded: of more than {@value #MAX_TRANSITIONS}
 * transitions, the first ones in event time are kept.
 *
 * @param spans the worst first
 * @param ofSeries the same, of each series by their begin
 * @param transitions the number of transitions that were read
 */
record AlertSpans(List<AlertSpan> spans, Map<Series, List<AlertSpan>> ofSeries, long transitions) {

  static final int MAX_TRANSITIONS = 50_000;

  private record Alert(String rule, Series series) {}

  /** A transition, and how many were read before it: those of one alert are read in order. */
  private record Read(Transition transition, long index) {}

  private static final Comparator<Read> BY_INSTANT =
      Comparator.<Read>comparingLong(read -> read.transition.atMillis())
          .thenComparing(read -> read.transition.rule())
          .thenComparing(read -> read.transition.series())
          .thenComparingLong(Read::index);

  /** Reads all transitions of a folder of results. */
  static AlertSpans read(ResultFolder folder) throws IOException {
    FirstInOrder<Read> first = new FirstInOrder<>(BY_INSTANT, MAX_TRANSITIONS);
    AtomicLong count = new AtomicLong();
    folder.forEachLine(
        ResultFolder.TRANSITIONS,
        line -> first.add(new Read(JsonLinesReader.readTransition(line), count.getAndIncrement())));
    Map<Alert, List<Transition>> byAlert = new LinkedHashMap<>();
    for (Read read : first.sorted()) {
      Transition one = read.transition;
      byAlert
          .computeIfAbsent(new Alert(one.rule(), one.series()), alert -> new ArrayList<>())
          .add(one);
    }
    List<AlertSpan> spans = new ArrayList<>();
    byAlert.forEach(
        (alert, transitions) ->
            Episode.of(transitions)
                .forEach(episode -> spans.add(new AlertSpan(alert.rule, alert.series, episode))));
    return of(spans, count.get());
  }

  private static AlertSpans of(List<AlertSpan> spans, long transitions) {
    spans.sort(AlertSpan.WORST_FIRST);
    Map<Series, List<AlertSpan>> ofSeries = new LinkedHashMap<>();
    for (AlertSpan span : spans) {
      ofSeries.computeIfAbsent(span.series(), series -> new ArrayList<>()).add(span);
    }
    ofSeries
        .values()
        .forEach(some -> some.sort(Comparator.comparingLong(span -> span.episode().fromMillis())));
    return new AlertSpans(List.copyOf(spans), ofSeries, transitions);
  }

  /** The spans of a series, by their begin. */
  List<AlertSpan> of(Series series) {
    return ofSeries.getOrDefault(series, List.of());
  }

  /** How bad the worst alert of a series was, see {@link AlertSpan#rank}; -1 without alerts. */
  int worst(Series series) {
    return of(series).stream().mapToInt(AlertSpan::rank).max().orElse(-1);
  }

  /** Whether transitions were left out. */
  boolean isCut() {
    return transitions > MAX_TRANSITIONS;
  }
}
