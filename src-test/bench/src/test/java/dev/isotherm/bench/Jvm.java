package dev.isotherm.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of Java, with the same settings for all contestants. */
public final class Jvm {

  /** The class path of this process. It has all peers but Flink SQL. */
  public static final String CLASS_PATH = System.getProperty("java.class.path");

  /** The benchmark's class path in an earlier build, to compare with; empty for none. */
  public static final String CLASS_PATH_BEFORE = System.getProperty("isotherm.before", "");

  private static final List<String> FLAGS =
      List.of(
          "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "-XX:+UseParallelGC");

  // With one thread, the compiler is not through after 40 seconds of a busy machine.
  private static final List<String> MANY_COMPILERS =
      List.of("-XX:CICompilerCount=8", "-XX:-UseDynamicNumberOfCompilerThreads");

  private static final String HEAP = "4g";

  private Jvm() {}

  /** Bytes of all objects of a process that are alive; collects the others first. */
  public static long liveBytes(Process process) throws IOException {
    Process histogram =
        start(
            new ProcessBuilder(tool("jcmd"), Long.toString(process.pid()), "GC.class_histogram")
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    try (BufferedReader lines = histogram.inputReader()) {
      String total =
          lines.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
      return Long.parseLong(total.strip().split(" +", -1)[2]);
    }
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Starts it; it does not outlive this process. */
  public static Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  /** Not started yet. */
  public static ProcessBuilder builder(String classPath, String main, List<String> arguments) {
    return builder(HEAP, classPath, main, arguments);
  }

  /** With a heap of another size, such as {@code 2g}. */
  public static ProcessBuilder builder(
      String heap, String classPath, String main, List<String> arguments) {
    return builder(MANY_COMPILERS, heap, classPath, main, arguments);
  }

  /** Has long to get warm, and must not be held up by its own compiler. */
  public static ProcessBuilder steady(String classPath, String main, List<String> arguments) {
    return builder(List.of(), HEAP, classPath, main, arguments);
  }

  private static ProcessBuilder builder(
      List<String> flags, String heap, String classPath, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(tool("java"));
    command.addAll(FLAGS);
    command.addAll(flags);
    command.add("-Xmx" + heap);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }
}
