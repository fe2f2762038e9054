package dev.isotherm.bench.scale;

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
import java.util.function.ToDoubleFunction;

/** Trials in turn, round by round; all are compared to the first. */
public record ScaleContest(List<ScaleTrial> trials) {

  /** Runs all rounds. */
  public Map<ScaleTrial, List<ScaleTrial.Cost>> run(int rounds, PrintStream progress)
      throws Exception {
    Map<ScaleTrial, List<ScaleTrial.Cost>> costs = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (ScaleTrial trial : trials) {
        ScaleTrial.Cost cost = trial.run(round == rounds);
        costs.computeIfAbsent(trial, key -> new ArrayList<>()).add(cost);
        progress.printf("Scale, round %d: %s: %s%n", round, trial.name(), cost);
      }
    }
    return costs;
  }

  /** The table. */
  public void print(Map<ScaleTrial, List<ScaleTrial.Cost>> costs, PrintStream out) {
    out.printf("%nScale (per reading: CPU µs, median, min and max)%n");
    double first = middle(costs.get(trials.get(0)), ScaleTrial.Cost::cpuMicros);
    costs.forEach(
        (trial, its) ->
            out.printf(
                Locale.ROOT,
                "  %-34s %6.2f (%.2f–%.2f) %5.2fx %8.3f M/s, heap %,d MB, checkpoint %,d ms,"
                    + " %.0f B per window and %.0f B in all%n",
                trial.name(),
                middle(its, ScaleTrial.Cost::cpuMicros),
                its.stream().mapToDouble(ScaleTrial.Cost::cpuMicros).min().orElseThrow(),
                its.stream().mapToDouble(ScaleTrial.Cost::cpuMicros).max().orElseThrow(),
                middle(its, ScaleTrial.Cost::cpuMicros) / first,
                middle(its, ScaleTrial.Cost::readingsPerSecond) / 1e6,
                (long) middle(its, ScaleTrial.Cost::liveBytes) >> 20,
                (long)
                    its.stream().mapToDouble(cost -> cost.checkpointMillis()).max().orElseThrow(),
                middle(its, ScaleTrial.Cost::windowBytes) / trial.backlog().averages().groups(),
                middle(its, ScaleTrial.Cost::stateBytes) / trial.backlog().averages().groups()));
  }

  private static double middle(
      List<ScaleTrial.Cost> costs, ToDoubleFunction<ScaleTrial.Cost> figure) {
    double[] sorted = costs.stream().mapToDouble(figure).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Writes the costs of each round as JSON, by the name of the trial. */
  public void write(Map<ScaleTrial, List<ScaleTrial.Cost>> costs, Path file) throws IOException {
    Map<String, List<ScaleTrial.Cost>> byName = new LinkedHashMap<>();
    costs.forEach((trial, its) -> byName.put(trial.name(), its));
    Files.createDirectories(file.toAbsolutePath().getParent());
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), byName);
  }
}
