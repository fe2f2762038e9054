package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.diff.Episode;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import java.util.Comparator;

/** A period in which a rule had an alert on a series. */
record AlertSpan(String rule, Series series, Episode episode) {

  /** The worst first, then the earliest. */
  static final Comparator<AlertSpan> WORST_FIRST =
      Comparator.comparingInt((AlertSpan span) -> -span.rank())
          .thenComparingLong(span -> span.episode.fromMillis())
          .thenComparing(AlertSpan::rule)
          .thenComparing(AlertSpan::series);

  /** How bad it is: 2 for critical, 1 for a warning, 0 for no data and flapping. */
  int rank() {
    return episode.severity() == null ? 0 : rank(episode.severity());
  }

  private static int rank(Severity severity) {
    return switch (severity) {
      case WARNING -> 1;
      case CRITICAL -> 2;
    };
  }

  boolean isFiring() {
    return episode.kind() == Episode.Kind.FIRING;
  }

  /** The state in a word. */
  String state() {
    return switch (episode.kind()) {
      case FIRING -> episode.severity() == Severity.CRITICAL ? "critical" : "warning";
      case NO_DATA -> "no data";
      case FLAPPING -> "flapping";
    };
  }
}
