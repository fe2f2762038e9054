package dev.isotherm.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options of {@code isotherm stream} whose cost is compared, by what they are for. */
public final class StreamOptions {

  private static final Path FOLDER = Path.of("target", "stream-options");

  private StreamOptions() {}

  /** All have windows of a minute. The limits are those of the rules that are built in. */
  public static Map<String, List<String>> trials() throws IOException {
    Map<String, List<String>> trials = new LinkedHashMap<>();
    trials.put("rules on readings", options());
    trials.put("no rules", options("--rules=none"));
    trials.put("rules on averages", rules("averages", "on: averages, metric: temperature"));
    trials.put(
        "rules on averages of their own window",
        rules("own-window", "on: averages, window: 30s, metric: temperature"));
    trials.put(
        "signal over a window of its own",
        rules("signal", "signal: 'mean(temperature, 1m)', every: 1m"));
    trials.put("percentiles", options("--rules=none", "--percentiles=50,95,99"));
    trials.put("valid range", sensors("valid", "min: -1000, max: 1000"));
    trials.put("stuckAfter", sensors("stuck", "stuckAfter: 1h"));
    return trials;
  }

  private static List<String> options(String... more) {
    List<String> options =
        new ArrayList<>(
            List.of("--window=1min", "--allowed-lateness=1h", "--checkpoint-interval=1s"));
    options.addAll(List.of(more));
    return options;
  }

  private static List<String> rules(String name, String of) throws IOException {
    String rule =
        "rules:\n  - { name: high, " + of + ", levels: { warning: { above: 28 }, critical: { above:"
            + " 30 } } }\n";
    return options("--rules=" + file("rules-" + name, rule));
  }

  private static List<String> sensors(String name, String ofMetric) throws IOException {
    String table =
        "sensors:\n  - { sensor: '*', metric: temperature, " + ofMetric + " }\n";
    return options("--rules=none", "--sensors=" + file("sensors-" + name, table));
  }

  private static Path file(String name, String text) throws IOException {
    Files.createDirectories(FOLDER);
    return Files.writeString(FOLDER.resolve(name + ".yaml"), text).toAbsolutePath();
  }
}
