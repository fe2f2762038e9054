package dev.isotherm.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs contestants in turn, round by round, so that a change of the machine's speed meets all.
 *
 * @param name for people
 * @param unit of what is done
 */
record Contest(String name, String unit, List<Contestant> contestants) {

  /** What one contestant did; seconds of each round. */
  record Score(Contestant contestant, List<Double> seconds, List<Double> warmSeconds) {

    /** Million units per second. */
    List<Double> rates() {
      return seconds.stream().map(each -> contestant.units() / each / 1e6).sorted().toList();
    }

    double median() {
      return middle(rates());
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
  List<Score> run(int rounds, PrintStream progress) throws IOException, InterruptedException {
    Map<Contestant, Score> scores = new LinkedHashMap<>();
    Map<Long, Answer> answers = new LinkedHashMap<>();
    for (Contestant one : contestants) {
      scores.put(one, new Score(one, new ArrayList<>(), new ArrayList<>()));
    }
    for (int round = 1; round <= rounds; round++) {
      for (Contestant one : contestants) {
        Contestant.Run run = one.run();
        progress.printf(
            Locale.ROOT, "%s, round %d: %s %.3f s%n", name, round, one.name(), run.seconds());
        Answer before = answers.putIfAbsent(one.units(), run.answer());
        if (before != null && !before.agreesWith(run.answer())) {
          throw new IllegalStateException(
              one.name() + " came to " + run.answer() + ", others to " + before);
        }
        scores.get(one).seconds().add(run.seconds());
        scores.get(one).warmSeconds().add(run.warmSeconds());
      }
    }
    return List.copyOf(scores.values());
  }

  /** The table; ratios are of the first contestant to each. */
  void print(List<Score> scores, PrintStream out) {
    out.printf("%n%s (M %s/s)%n", name, unit);
    out.printf("  %-34s %8s %8s %8s %9s %10s%n", "", "median", "min", "max", "ratio", "warm after");
    double first = scores.get(0).median();
    for (Score score : scores) {
      List<Double> rates = score.rates();
      out.printf(
          Locale.ROOT,
          "  %-34s %8.3f %8.3f %8.3f %8.2fx %8.1f s%n",
          score.contestant().name(),
          score.median(),
          rates.get(0),
          rates.get(rates.size() - 1),
          first / score.median(),
          score.warm());
    }
  }
}
