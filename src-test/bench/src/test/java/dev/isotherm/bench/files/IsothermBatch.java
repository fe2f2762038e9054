package dev.isotherm.bench.files;

import dev.isotherm.bench.Answer;
import dev.isotherm.bench.FlinkCluster;
import dev.isotherm.bench.Task;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.model.Average;
import dev.isotherm.wire.JsonLinesReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code isotherm batch}, by its command line, results on disk and all. */
final class IsothermBatch implements Task {

  private final FlinkCluster cluster = new FlinkCluster();
  private final String parallelism;
  private final List<String> options;
  private final Path output = Files.createTempDirectory("isotherm-bench-");

  private IsothermBatch(String parallelism, List<String> options) throws Exception {
    this.parallelism = parallelism;
    this.options = options;
  }

  private static IsothermBatch make(String... given) throws Exception {
    List<String> options = new ArrayList<>(FileShape.valueOf(given[1]).options());
    options.addAll(List.of(given).subList(2, given.length));
    return new IsothermBatch(given[0], options);
  }

  /**
   * Runs it.
   *
   * @param arguments as for {@link Task#perform}, the parallelism, the shape of the files, and
   *     further options
   */
  public static void main(String[] arguments) throws Exception {
    Task.perform(IsothermBatch::make, arguments);
  }

  @Override
  public void run(String file) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "batch",
                file,
                "--output=" + output,
                "--overwrite",
                "--print=none",
                "--web-port=0",
                "-p=" + parallelism));
    arguments.addAll(options);
    int code = Isotherm.run(arguments.toArray(String[]::new), cluster);
    if (code != 0) {
      throw new IllegalStateException("isotherm batch: ended with " + code);
    }
  }

  @Override
  public Answer answer() throws IOException {
    Answer.Folding folding = new Answer.Folding();
    for (Path part : files(output.resolve("averages"))) {
      for (String line : Files.readAllLines(part)) {
        Average one = JsonLinesReader.readAverage(line.getBytes(StandardCharsets.UTF_8));
        folding.add(one.count(), one.min(), one.max(), one.mean());
      }
    }
    return folding.answer();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Override
  public void close() throws IOException {
    cluster.close();
    try (Stream<Path> all = Files.walk(output)) {
      for (Path one : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(one);
      }
    }
  }
}
