package dev.isotherm.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who takes part in a contest.
 *
 * @param name for people
 * @param main class with a {@code main} that performs a {@link Task}
 * @param classPath of its process
 * @param units how much it does in one run; one that is slow may do less, as rates are compared
 * @param arguments of {@code main}
 */
record Contestant(String name, String main, String classPath, long units, List<String> arguments) {

  private static final List<String> JVM =
      List.of(
          "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "-Xmx4g",
          "-XX:+UseParallelGC");

  /** One run: seconds until it was warm, seconds of its work, and what it came to. */
  record Run(double warmSeconds, double seconds, Answer answer) {}

  Run run() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      Optional<String> result =
          out.lines().filter(line -> line.startsWith("RESULT ")).reduce((first, last) -> last);
      int code = process.waitFor();
      if (code != 0 || result.isEmpty()) {
        throw new IllegalStateException(name + ": ended with " + code + ", without a result");
      }
      String[] parts = result.get().split(" ", 4);
      return new Run(
          Double.parseDouble(parts[1]), Double.parseDouble(parts[2]), Answer.read(parts[3]));
    } finally {
      process.destroyForcibly();
    }
  }
}
