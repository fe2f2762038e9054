package dev.isotherm.jobs.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.jobs.CommandTrial;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.format.JsonLinesReader;
import dev.isotherm.jobs.results.ResultFolder;
import dev.isotherm.jobs.results.Results;
import dev.isotherm.jobs.stream.LiveFlink;
import dev.isotherm.model.Average;
import dev.isotherm.model.Rejection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * {@code isotherm batch}, run to its end through its real command line.
 *
 * @param trial what it answered
 * @param output the folder of its results
 */
public record BatchRun(CommandTrial trial, Path output) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Runs with these arguments, and a folder for results of its own. */
  public static BatchRun of(LiveFlink flink, Path output, Object... arguments) {
    return of("batch", flink, output, arguments);
  }

  /** The same with another command that writes such results. */
  public static BatchRun of(String command, LiveFlink flink, Path output, Object... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "--output=" + output));
    Arrays.stream(arguments).map(Object::toString).forEach(all::add);
    CommandTrial trial =
        CommandTrial.run(Isotherm.commandLine(flink::create), all.toArray(String[]::new));
    return new BatchRun(trial, output);
  }

  /** Every line of one of the kinds of results, sorted. */
  public List<String> lines(String kind) {
    Path folder = output.resolve(kind);
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
      }
      lines.sort(Comparator.naturalOrder());
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By window, then by series. */
  public List<Average> averages() {
    return lines(ResultFolder.AVERAGES).stream()
        .map(line -> JsonLinesReader.readAverage(line.getBytes(StandardCharsets.UTF_8)))
        .sorted(Results.BY_WINDOW)
        .toList();
  }

  /** By file and place in it. */
  public List<Rejection> rejected() {
    return lines(ResultFolder.REJECTED).stream()
        .map(line -> JsonLinesReader.readRejection(line.getBytes(StandardCharsets.UTF_8)))
        .sorted(Comparator.comparing(Rejection::source).thenComparing(Rejection::position))
        .toList();
  }

  /** The file {@code summary.json}. */
  public String summary() {
    try {
      return Files.readString(output.resolve(ResultFolder.SUMMARY)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the equations of the summary hold, and standard error tells the same numbers. */
  public boolean addsUp() {
    try {
      JsonNode summary = JSON.readTree(summary());
      long rejected = 0;
      for (JsonNode count : summary.get("rejected")) {
        rejected += count.asLong();
      }
      long messages = summary.get("messages").asLong();
      long accepted = summary.get("accepted").asLong();
      long readings = summary.get("readings").asLong();
      long aggregated = summary.get("aggregated").asLong();
      long late = summary.get("late").asLong();
      JsonNode perReading = summary.get("windows_per_reading");
      long windows = perReading == null ? 1 : perReading.asLong();
      String inWindows = windows == 1 ? "" : " \u00d7 " + windows + " windows";
      return messages == accepted + rejected
          && readings * windows == aggregated + late
          && rejected == lines(ResultFolder.REJECTED).size()
          && trial.err().contains(messages + " messages = " + accepted + " accepted + " + rejected)
          && trial
              .err()
              .contains(
                  readings
                      + " readings"
                      + inWindows
                      + " = "
                      + aggregated
                      + " aggregated + "
                      + late);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
