package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.diff.Episode;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.Series;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/** A period in which a rule had an alert on a series. */
public record AlertSpan(String rule, Series series, Episode episode) {

  /** The words of {@link #state}, the worst first. */
  static final List<String> STATES = List.of("critical", "warning", "info", "no data", "flapping");

  /** The worst first, then the earliest. */
  static final Comparator<AlertSpan> WORST_FIRST =
      Comparator.comparingInt((AlertSpan span) -> -span.rank())
          .thenComparingLong(span -> span.episode.fromMillis())
          .thenComparing(AlertSpan::rule)
          .thenComparing(AlertSpan::series);

  /** How it is shaded: 2 for critical, 1 for a warning, 0 for info, no data and flapping. */
  int rank() {
    if (!isFiring()) {
      return 0;
    }
    return switch (episode.severity()) {
      case INFO -> 0;
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
      case FIRING -> EnumText.lowerCase(episode.severity());
      case NO_DATA -> "no data";
      case FLAPPING -> "flapping";
    };
  }

  /** Writes the state as a badge. */
  public void writeBadge(HtmlWriter html) throws IOException {
    Tables.badge(html, state(), state());
  }

  /**
   * Writes spans as a row of a chart that has no other values.
   *
   * @param spans of one rule and series, by their begin
   * @param description what the row shows, for those who do not see it
   */
  public static void writeLane(
      HtmlWriter html, TimeAxis axis, List<AlertSpan> spans, String description)
      throws IOException {
    html.open(
        "svg",
        "class",
        "lane",
        "viewBox",
        "0 0 " + TimeAxis.WIDTH + " " + ValueAxis.HEIGHT,
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        description);
    writePaths(html, axis, spans);
    html.close();
  }

  /** Explains the colours of alerts in charts. */
  public static void writeLegend(HtmlWriter html) throws IOException {
    SeriesSection.key(html, "crit", "shaded: critical");
    SeriesSection.key(html, "warn", "shaded: warning");
    SeriesSection.key(html, "quiet", "shaded: info, no data or flapping");
  }

  /** Writes the periods of alerts over the whole height of a chart, the worst on top. */
  static void writePaths(HtmlWriter html, TimeAxis axis, List<AlertSpan> spans) throws IOException {
    List<String> kinds = List.of("quiet", "warn", "crit");
    for (int rank = 0; rank < kinds.size(); rank++) {
      int ofRank = rank;
      String path = path(axis, spans.stream().filter(span -> span.rank() == ofRank).toList());
      if (!path.isEmpty()) {
        html.empty("path", "class", kinds.get(rank), "d", path);
      }
    }
  }

  private static String path(TimeAxis axis, List<AlertSpan> spans) {
    StringBuilder path = new StringBuilder();
    int shaded = -1;
    for (AlertSpan span : spans) {
      int left = axis.x(span.episode().fromMillis());
      int right = Math.max(left + 20, axis.x(span.episode().toMillis()));
      if (right > shaded) { // else it lies in the one before
        path.append('M').append(left).append(" 0H").append(right);
        path.append('V').append(ValueAxis.HEIGHT).append('H').append(left).append('z');
        shaded = right;
      }
    }
    return path.toString();
  }
}
