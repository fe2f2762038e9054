package dev.isotherm.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A contestant whose process takes its own time.
 *
 * @param classPath class path of its process
 * @param main class with a {@code main} that performs a {@link Task}
 * @param arguments of {@code main}
 */
record TaskProcess(String name, String classPath, String main, long units, List<String> arguments)
    implements Contestant {

  @Override
  public Run run() throws IOException, InterruptedException {
    Process process =
        Jvm.start(
            Jvm.builder(classPath, main, arguments).redirectError(ProcessBuilder.Redirect.INHERIT));
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      Optional<String> result =
          out.lines().filter(line -> line.startsWith("RESULT ")).reduce((first, last) -> last);
      int code = process.waitFor();
      if (code != 0 || result.isEmpty()) {
        throw new IllegalStateException(name + ": ended with " + code + ", without a result");
      }
      String[] parts = result.get().split(" ", 6);
      return new Run(
          Double.parseDouble(parts[1]),
          Double.parseDouble(parts[2]),
          Double.parseDouble(parts[3]),
          Double.parseDouble(parts[4]),
          Optional.of(Answer.read(parts[5])));
    } finally {
      process.destroyForcibly();
    }
  }
}
