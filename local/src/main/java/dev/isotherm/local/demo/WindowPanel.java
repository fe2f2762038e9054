package dev.isotherm.local.demo;

import dev.isotherm.jobs.fleet.Fleet;
import dev.isotherm.model.Average;
import dev.isotherm.rules.RuleSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A compact block for the averages of one window: one row per sensor, with mean and range of each
 * metric, and how the mean of the first one went in the latest windows. Not safe for several
 * threads.
 */
final class WindowPanel {

  private static final int TREND = 8;
  private static final int MOST_ROWS = 12;
  private static final String BARS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
  private static final int CELL_COLUMNS = 23;

  /** {@code sensor_2} before {@code sensor_10}. */
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final EventLines wording;
  private final RuleSet rules;
  private final Map<String, Deque<Double>> trends = new HashMap<>();

  /**
   * Sets up blocks that follow each other.
   *
   * @param rules in force: what they watch comes first, and in colour when it is beyond a limit
   */
  WindowPanel(EventLines wording, RuleSet rules) {
    this.wording = wording;
    this.rules = rules;
  }

  /**
   * The lines of one window.
   *
   * @param averages of that window, at least one
   * @param again whether something of this window was shown before: then it is said that these are
   *     more of it, or, where they are revised, that they are shown again
   */
  List<String> lines(Collection<Average> averages, boolean again) {
    Map<String, Map<String, Average>> bySensor = new TreeMap<>(BY_NUMBER);
    Map<String, Map<String, Average>> byMetric = new TreeMap<>(this::compareMetrics);
    for (Average average : averages) {
      String sensor = average.series().sensorId();
      String metric = average.series().metric();
      bySensor.computeIfAbsent(sensor, any -> new HashMap<>()).put(metric, average);
      byMetric.computeIfAbsent(metric, any -> new HashMap<>()).put(sensor, average);
    }
    List<String> metrics = List.copyOf(byMetric.keySet());
    List<String> lines = new ArrayList<>();
    boolean revised = averages.stream().anyMatch(average -> average.revision() > 0);
    String remark = revised ? "  (again)" : again ? "  (more)" : "";
    lines.add(title(averages.iterator().next(), metrics) + remark);
    bySensor.forEach((sensor, row) -> lines.add(row(sensor, row, metrics)));
    int left = lines.size() - 1 - MOST_ROWS;
    if (left > 0) {
      lines.subList(1 + MOST_ROWS, lines.size()).clear();
      lines.add(wording.more(left, "sensors"));
    }
    return lines;
  }

  private int compareMetrics(String one, String other) {
    return Comparator.comparing((String metric) -> !isWatched(metric))
        .thenComparing(Comparator.naturalOrder())
        .compare(one, other);
  }

  private boolean isWatched(String metric) {
    return rules.rules().stream().anyMatch(rule -> rule.metric().equals(metric));
  }

  private String title(Average of, List<String> metrics) {
    StringBuilder title = new StringBuilder();
    title.append(wording.time(of.windowStartMillis())).append(" \u2013 ");
    title.append(wording.time(of.windowEndMillis()));
    for (String metric : metrics) {
      title.append(String.format("%" + CELL_COLUMNS + "s", metric + EventLines.unit(metric)));
    }
    title.append(String.format("%6s", "count"));
    return wording.styled(EventLines.TITLE, title.toString());
  }

  private String row(String sensor, Map<String, Average> averages, List<String> metrics) {
    StringBuilder row = new StringBuilder(String.format("  %-17s", sensor));
    long count = 0;
    for (String metric : metrics) {
      Average average = averages.get(metric);
      row.append(average == null ? " ".repeat(CELL_COLUMNS) : cell(metric, average));
      count += average == null ? 0 : average.count();
    }
    row.append(String.format("%6d", count));
    Average first = averages.get(metrics.get(0));
    if (first != null) {
      row.append(' ').append(wording.styled(EventLines.TREND, trend(sensor, first.mean())));
    }
    return row.toString();
  }

  private String cell(String metric, Average average) {
    String mean = number(average.mean());
    String text =
        String.format("%7s %6s \u2026 %6s", mean, number(average.min()), number(average.max()));
    // Only the mean is coloured; padding was done on the plain text, which has columns.
    int end = text.indexOf(mean) + mean.length();
    String coloured = wording.valued(rules, metric, average.mean(), mean);
    return text.substring(0, end - mean.length()) + coloured + text.substring(end);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** From the lowest bar for the coldest that the fleet can be to the highest for the hottest. */
  private String trend(String sensor, double mean) {
    Deque<Double> means = trends.computeIfAbsent(sensor, any -> new ArrayDeque<>());
    means.addLast(mean);
    if (means.size() > TREND) {
      means.removeFirst();
    }
    StringBuilder bars = new StringBuilder();
    for (double each : means) {
      double height = (each - Fleet.LOWEST) / (Fleet.HIGHEST - Fleet.LOWEST);
      int bar = (int) (height * BARS.length());
      bars.append(BARS.charAt(Math.max(0, Math.min(BARS.length() - 1, bar))));
    }
    return bars.toString();
  }
}
