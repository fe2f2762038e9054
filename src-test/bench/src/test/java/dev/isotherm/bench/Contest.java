package dev.isotherm.bench;

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
import java.util.stream.IntStream;

/**
 * Runs contestants in turn, round by round, so that a change of the machine's speed meets all.
 *
 * @param name for people
 * @param unit of what is done
 */
record Contest(String name, String unit, List<Contestant> contestants) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What one contestant did; seconds of each round. */
  record Score(
      Contestant contestant,
      List<Double> seconds,
      List<Double> cpuSeconds,
      List<Double> warmSeconds,
      List<Double> startSeconds) {

    /** Million units per second, without what it takes to begin and to end. */
    List<Double> rates() {
      return IntStream.range(0, seconds.size())
          .mapToObj(i -> contestant.units() / (seconds.get(i) - startSeconds.get(i)) / 1e6)
          .sorted()
          .toList();
    }

    double start() {
      return middle(startSeconds.stream().sorted().toList());
    }

    double median() {
      return middle(rates());
    }

    /** Of CPU time, for one unit. */
    double cpuMicros() {
      return middle(cpuSeconds.stream().sorted().toList()) / contestant.units() * 1e6;
    }

    double warm() {
      return middle(warmSeconds.stream().sorted().toList());
    }

    private static double middle(List<Double> sorted) {
      int half = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(half)
          : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
  }

  /**
   * Runs all rounds.
   *
   * @throws IllegalStateException if two that did the same came to different answers
   */
  List<Score> run(int rounds, PrintStream progress) throws Exception {
    Map<Contestant, Score> scores = new LinkedHashMap<>();
    Map<Long, Answer> answers = new LinkedHashMap<>();
    for (Contestant one : contestants) {
      scores.put(
          one,
          new Score(
              one, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }
    for (int round = 1; round <= rounds; round++) {
      for (Contestant one : contestants) {
        Contestant.Run run = one.run();
        progress.printf(
            Locale.ROOT, "%s, round %d: %s %.3f s%n", name, round, one.name(), run.seconds());
        run.answer().ifPresent(answer -> compare(one, answer, answers));
        scores.get(one).seconds().add(run.seconds());
        scores.get(one).cpuSeconds().add(run.cpuSeconds());
        scores.get(one).warmSeconds().add(run.warmSeconds());
        scores.get(one).startSeconds().add(run.startSeconds());
      }
    }
    return List.copyOf(scores.values());
  }

  private static void compare(Contestant one, Answer answer, Map<Long, Answer> answers) {
    Answer before = answers.putIfAbsent(one.units(), answer);
    if (before != null && !before.agreesWith(answer)) {
      throw new IllegalStateException(one.name() + " came to " + answer + ", others to " + before);
    }
  }

  /** The table; ratios are of the first contestant to each. */
  void print(List<Score> scores, PrintStream out) {
    out.printf("%n%s (M %s/s)%n", name, unit);
    out.printf(
        "  %-34s %8s %8s %8s %9s %10s %10s %10s%n",
        "", "median", "min", "max", "ratio", "CPU each", "warm after", "start");
    double first = scores.get(0).median();
    for (Score score : scores) {
      List<Double> rates = score.rates();
      out.printf(
          Locale.ROOT,
          "  %-34s %8.3f %8.3f %8.3f %8.2fx %7.2f µs %8.1f s %8.3f s%n",
          score.contestant().name(),
          score.median(),
          rates.get(0),
          rates.get(rates.size() - 1),
          first / score.median(),
          score.cpuMicros(),
          score.warm(),
          score.start());
    }
  }

  /** Writes the scores as JSON, with the seconds of each round. */
  void write(List<Score> scores, Path file) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Score score : scores) {
      rows.add(
          Map.of(
              "name", score.contestant().name(),
              "units", score.contestant().units(),
              "seconds", score.seconds(),
              "cpu_seconds", score.cpuSeconds(),
              "warm_seconds", score.warmSeconds(),
              "start_seconds", score.startSeconds()));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(file.toFile(), Map.of("name", name, "unit", unit, "contestants", rows));
  }
}
