package dev.isotherm.nab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A labelled series of the Numenta Anomaly Benchmark.
 *
 * @param windows where an anomaly is: the indices of its first and its last point
 */
record NabSeries(String name, List<Point> points, List<Window> windows) {

  private static final double PROBATIONARY_SHARE = 0.15;
  private static final int LONGEST_CONSIDERED = 5_000;

  /** A value. */
  record Point(long epochMillis, double value) {}

  /** Both ends are part of it. */
  record Window(int first, int last) {
    int length() {
      return last - first + 1;
    }
  }

  /** How many points at the beginning are for learning, and are not scored. */
  int probationary() {
    return (int)
        Math.min(
            Math.floor(PROBATIONARY_SHARE * points.size()),
            PROBATIONARY_SHARE * LONGEST_CONSIDERED);
  }

  /** Reads all series that the labels name from a copy of the repository of the benchmark. */
  static List<NabSeries> readAll(Path folder) throws IOException {
    JsonNode labels =
        new ObjectMapper().readTree(folder.resolve("labels/combined_windows.json").toFile());
    List<NabSeries> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      all.add(
          read(folder.resolve("data").resolve(label.getKey()), label.getKey(), label.getValue()));
    }
    return all;
  }

  private static NabSeries read(Path file, String name, JsonNode labels) throws IOException {
    List<Point> points = Files.readAllLines(file).stream().skip(1).map(NabSeries::point).toList();
    List<Long> instants = points.stream().map(Point::epochMillis).toList();
    List<Window> windows = new ArrayList<>();
    for (JsonNode window : labels) {
      windows.add(
          new Window(
              instants.indexOf(millis(window.get(0).asText())),
              instants.indexOf(millis(window.get(1).asText()))));
    }
    return new NabSeries(name, points, windows);
  }

  private static Point point(String row) {
    int comma = row.indexOf(',');
    return new Point(millis(row.substring(0, comma)), Double.parseDouble(row.substring(comma + 1)));
  }

  private static long millis(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
