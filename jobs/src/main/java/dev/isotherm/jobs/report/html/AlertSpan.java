package dev.isotherm.jobs.report.html;

import dev.isotherm.jobs.diff.Episode;
import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A period in which a rule had an alert on a series. */
public record AlertSpan(String rule, Series series, Episode episode) {

  private static final String NO_DATA = "no data";
  private static final String FLAPPING = "flapping";

  /** The worst first, then the earliest. */
  static final Comparator<AlertSpan> WORST_FIRST =
      Comparator.comparingInt((AlertSpan span) -> -span.rank())
          .thenComparingInt(AlertSpan::worse)
          .thenComparingLong(span -> span.episode.fromMillis())
          .thenComparing(AlertSpan::rule)
          .thenComparing(AlertSpan::series);

  /** The words of {@link #state}, the worst first. */
  static List<String> states(Severities severities) {
    List<String> states = new ArrayList<>(severities.names());
    Collections.reverse(states);
    states.addAll(List.of(NO_DATA, FLAPPING));
    return states;
  }

  /**
   * How it is shaded: 2 for the worst severity, such as critical, 1 for one such as warning, 0 for
   * the mildest one, no data and flapping.
   */
  int rank() {
    if (!isFiring()) {
      return 0;
    }
    return switch (tone()) {
      case OTHER -> 0;
      case WARNING -> 1;
      case CRITICAL -> 2;
    };
  }

  private Severities.Tone tone() {
    return episode.severities().tone(episode.severity());
  }

  /** How many severities of the same shade are worse. */
  private int worse() {
    return rank() == 1 ? episode.severities().worseThan(episode.severity()) : 0;
  }

  boolean isFiring() {
    return episode.kind() == Episode.Kind.FIRING;
  }

  /** The state in a word. */
  String state() {
    return switch (episode.kind()) {
      case FIRING -> episode.severity().text();
      case NO_DATA -> NO_DATA;
      case FLAPPING -> FLAPPING;
    };
  }

  /** Writes the state as a badge. */
  public void writeBadge(HtmlWriter html) throws IOException {
    Tables.badge(html, state(), isFiring() ? tone() : Severities.Tone.OTHER);
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

  /** Writes how often each state occurs, as badges. */
  static void writeCounts(HtmlWriter html, List<AlertSpan> spans, Severities severities)
      throws IOException {
    for (String state : states(severities)) {
      List<AlertSpan> those = spans.stream().filter(span -> span.state().equals(state)).toList();
      if (!those.isEmpty()) {
        AlertSpan first = those.get(0);
        String text = those.size() + "\u00a0\u00d7 " + state;
        Tables.badge(html, text, first.isFiring() ? first.tone() : Severities.Tone.OTHER);
        html.text(" ");
      }
    }
  }

  /**
   * Explains the colours of alerts in charts.
   *
   * @param severities those of each set of rules
   */
  public static void writeLegend(HtmlWriter html, Set<Severities> severities) throws IOException {
    key(html, "crit", severities, Severities.Tone.CRITICAL, "");
    key(html, "warn", severities, Severities.Tone.WARNING, "");
    key(html, "quiet", severities, Severities.Tone.OTHER, "no data or flapping");
  }

  private static void key(
      HtmlWriter html, String kind, Set<Severities> severities, Severities.Tone tone, String others)
      throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (Severities all : severities) {
      all.all().stream()
          .filter(one -> all.tone(one) == tone)
          .sorted(all.reversed())
          .map(AlertSeverity::text)
          .forEach(names::add);
    }
    if (!others.isEmpty()) {
      names.add(others);
    }
    if (!names.isEmpty()) {
      SeriesSection.key(html, kind, "shaded: " + String.join(", ", names));
    }
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
