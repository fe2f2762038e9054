package dev.isotherm.bench.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Trials in turn, round by round. */
public record LatencyContest(String name, List<LatencyTrial> trials) {

  /** Percentiles of each round, in milliseconds. */
  public record Score(String name, List<Double> p50, List<Double> p99, List<Double> worst) {}

  /** Runs all rounds. */
  public List<Score> run(int rounds, PrintStream progress) throws Exception {
    Map<String, Score> scores = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (LatencyTrial trial : trials) {
        Histogram latencies = trial.run();
        Score score =
            scores.computeIfAbsent(
                trial.name(),
                key -> new Score(key, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        score.p50().add(latencies.getValueAtPercentile(50) / 1e6);
        score.p99().add(latencies.getValueAtPercentile(99) / 1e6);
        score.worst().add(latencies.getMaxValue() / 1e6);
        progress.printf(
            Locale.ROOT,
            "%s, round %d: %s, %d probes, p50 %.2f ms, p99 %.2f ms%n",
            name,
            round,
            trial.name(),
            latencies.getTotalCount(),
            score.p50().get(round - 1),
            score.p99().get(round - 1));
      }
    }
    return List.copyOf(scores.values());
  }

  /** The table; ratios are of each to the last. */
  public void print(List<Score> scores, PrintStream out) {
    out.printf("%n%s (ms: median of the rounds, their minimum and maximum)%n", name);
    Score limit = scores.get(scores.size() - 1);
    for (Score score : scores) {
      out.printf(
          Locale.ROOT,
          "  %-24s p50 %s %6.2fx   p99 %s %6.2fx   worst %s%n",
          score.name(),
          spread(score.p50()),
          middle(score.p50()) / middle(limit.p50()),
          spread(score.p99()),
          middle(score.p99()) / middle(limit.p99()),
          spread(score.worst()));
    }
  }

  private static String spread(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%8.2f (%.2f–%.2f)",
        middle(values),
        sorted.get(0),
        sorted.get(sorted.size() - 1));
  }

  private static double middle(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /** Writes the scores as JSON. Times are in milliseconds. */
  public void write(List<Score> scores, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(file.toFile(), Map.of("name", name, "unit", "ms", "contestants", scores));
  }
}
