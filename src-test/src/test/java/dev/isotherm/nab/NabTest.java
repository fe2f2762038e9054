package dev.isotherm.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isotherm.fixtures.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * One rule for all series of the Numenta Anomaly Benchmark. Its data is not part of this
 * repository: {@code -Disotherm.nab} names the folder.
 */
class NabTest {

  private static final List<Double> THRESHOLDS = List.of(2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0);

  /** What docs/signals.md says. */
  private static final double SCORE = 57.7;

  private static final NabSeries.Window WINDOW = new NabSeries.Window(500, 599);
  private static final NabSeries SERIES = series(1_000, List.of(WINDOW));

  @Test
  void nothingIsZeroAndTheFirstValueOfEachWindowIsHundred() {
    assertThat(score()).isZero();
    assertThat(score(500)).isEqualTo(100);
    assertThat(score(500, 501, 599)).isEqualTo(100);
    assertThat(score(599)).isBetween(50.0, 53.0);
  }

  @Test
  void falseDetectionsCostLessShortlyAfterAWindow() {
    assertThat(score(300, 500)).isCloseTo(100 - 11 / 2.0, within(1e-9));
    assertThat(score(600, 500)).isBetween(99.0, 100.0);
    assertThat(score(999, 500)).isCloseTo(100 - 11 / 2.0, within(1e-9));
  }

  @Test
  void whatIsDetectedWhileLearningDoesNotCount() {
    assertThat(SERIES.probationary()).isEqualTo(150);
    assertThat(score(0, 149)).isZero();
    assertThat(score(150)).isCloseTo(-11 / 2.0, within(1e-9));
    NabSeries longer = series(9_000, List.of());
    assertThat(longer.probationary()).isEqualTo(750);
  }

  private static NabSeries series(int size, List<NabSeries.Window> windows) {
    return new NabSeries("s", Collections.nCopies(size, new NabSeries.Point(0, 0)), windows);
  }

  private static double score(int... detections) {
    NabScore score = new NabScore();
    BitSet set = new BitSet();
    for (int at : detections) {
      set.set(at);
    }
    score.add(SERIES, set);
    return score.normalized();
  }

  @Test
  void scoresTheBenchmark() throws IOException {
    Path folder =
        Path.of(
            System.getProperty(
                "isotherm.nab", Repository.root().resolveSibling("shared/data/nab").toString()));
    assumeTrue(
        Files.isDirectory(folder),
        () -> "no data in " + folder + "; -Disotherm.nab=FOLDER names it");
    List<NabSeries> all = NabSeries.readAll(folder);
    assertThat(all).hasSize(58);
    assertThat(all.stream().mapToInt(series -> series.windows().size()).sum()).isEqualTo(116);
    assertThat(nothing(all)).isZero();
    assertThat(perfect(all)).isEqualTo(100);
    Map<Double, Double> scores = new TreeMap<>();
    for (double threshold : THRESHOLDS) {
      NabScore score = new NabScore();
      NabDetector detector = new NabDetector(rule(threshold));
      all.forEach(series -> score.add(series, detector.detections(series)));
      scores.put(threshold, score.normalized());
      System.out.printf("NAB: deviation above %.1f scores %.1f%n", threshold, score.normalized());
    }
    assertThat(scores.get(3.0)).isCloseTo(SCORE, within(0.05));
    assertThat(scores.values()).allMatch(score -> score <= scores.get(3.0));
  }

  /** The mean of 10 readings, compared with all earlier such means. */
  private static String rule(double threshold) {
    return String.format(
        """
        rules:
          - name: unusual
            signal: "mean(`value`, 10 readings)"
            levels:
              warning:
                when: "abs(deviation(value, all readings, 30 readings)) > %s"
                keepFiringFor: 4h
        """,
        threshold);
  }

  private static double nothing(List<NabSeries> all) {
    NabScore score = new NabScore();
    all.forEach(series -> score.add(series, new BitSet()));
    return score.normalized();
  }

  private static double perfect(List<NabSeries> all) {
    NabScore score = new NabScore();
    for (NabSeries series : all) {
      BitSet detections = new BitSet();
      series.windows().forEach(window -> detections.set(window.first()));
      score.add(series, detections);
    }
    return score.normalized();
  }
}
