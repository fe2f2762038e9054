package dev.isotherm.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.cluster.Eventually;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The launcher's JVM, with a temporary folder of its own. */
public final class LocalProcess implements AutoCloseable {
  private final Process process;
  private final Path temporary;
  private final Path out;
  private final Path err;
  private final List<ProcessHandle> children = new ArrayList<>();

  private LocalProcess(Process process, Path temporary, Path out, Path err) {
    this.process = process;
    this.temporary = temporary;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts {@code isotherm} with these arguments.
   *
   * @param folder for what it prints, and its temporary folder
   */
  public static LocalProcess start(Path folder, String... arguments) throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What Flink needs opened, as it is open here, and compiled as quickly.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-XX:"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-Dfile.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8"));
    command.add(LocalIsotherm.class.getName());
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().remove("NO_COLOR");
    return new LocalProcess(builder.start(), temporary, out, err);
  }

  public String out() throws IOException {
    return Files.readString(out);
  }

  public String err() throws IOException {
    return Files.readString(err);
  }

  /** Waits until it has printed this, to standard output or error. */
  public void awaitWords(String words, Duration bound) {
    Eventually.holds(
        "it prints " + words,
        bound,
        () -> {
          if (out().contains(words) || err().contains(words)) {
            return true;
          }
          assertThat(process.isAlive()).as("alive; it printed:\n%s\n%s", out(), err()).isTrue();
          return false;
        });
    process.descendants().forEach(children::add);
  }

  /** The processes that it has started by now. */
  public List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** Ctrl-C: a terminal sends it to all processes in it. */
  public void interrupt() throws IOException, InterruptedException {
    for (ProcessHandle each :
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList()) {
      new ProcessBuilder("kill", "-INT", Long.toString(each.pid())).start().waitFor();
    }
  }

  public int awaitExit(Duration bound) throws IOException, InterruptedException {
    boolean ended = process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(ended).as("ended; it printed:\n%s\n%s", out(), err()).isTrue();
    return process.exitValue();
  }

  /** No process, and nothing in the temporary folder. */
  public void assertNothingLeft() throws IOException {
    children.forEach(child -> Eventually.ends(child, Duration.ofSeconds(5)));
    try (Stream<Path> left = Files.walk(temporary)) {
      assertThat(left.filter(path -> !path.equals(temporary)))
          .as("temporary files; it printed:\n%s\n%s", out(), err())
          .isEmpty();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
