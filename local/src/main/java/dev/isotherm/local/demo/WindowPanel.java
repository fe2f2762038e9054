package dev.isotherm.local.demo;

import dev.isotherm.jobs.fleet.Fleet;
import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
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
 * metric, and the trend of the first metric's mean over the latest windows. Not thread-safe.
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
   * Creates a panel for successive windows.
   *
   * @param rules the active rules: their metrics come first, coloured if a limit is exceeded
   */
  WindowPanel(EventLines wording, RuleSet rules) {
    this.wording = wording;
    this.rules = rules;
  }

  /**
   * The lines of one window.
   *
   * @param averages of that window, at least one
   * @param again whether averages of this window were shown before; the title then says that these
   *     are more of them, or revisions
   */
  List<String> lines(Collection<Average> averages, boolean again) {
    Map<String, Map<String, Average>> bySensor = new TreeMap<>(BY_NUMBER);
    for (Average average : averages) {
      Series series = average.series();
      bySensor
          .computeIfAbsent(series.sensorId(), any -> new HashMap<>())
          .put(series.metric(), average);
    }
    List<String> metrics =
        averages.stream()
            .map(average -> average.series().metric())
            .distinct()
            .sorted(
                Comparator.comparing((String metric) -> !isWatched(metric))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    List<String> lines = new ArrayList<>();
    boolean revised = averages.stream().anyMatch(average -> average.revision() > 0);
    String more = again ? "  (more)" : "";
    lines.add(title(averages.iterator().next(), metrics) + (revised ? "  (again)" : more));
    bySensor.forEach((sensor, row) -> lines.add(row(sensor, row, metrics)));
    int left = lines.size() - 1 - MOST_ROWS;
    if (left > 0) {
      lines.subList(1 + MOST_ROWS, lines.size()).clear();
      lines.add(wording.more(left, "sensors"));
    }
    return lines;
  }

  private boolean isWatched(String metric) {
    return rules.rules().stream().anyMatch(rule -> rule.metric().equals(metric));
  }

  private String title(Average any, List<String> metrics) {
    StringBuilder title = new StringBuilder();
    title.append(wording.time(any.windowStartMillis())).append(" \u2013 ");
    title.append(wording.time(any.windowEndMillis()));
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

  /** Bars from the lowest to the highest temperature of the simulated fleet. */
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
