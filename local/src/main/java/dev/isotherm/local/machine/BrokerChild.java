package dev.isotherm.local.machine;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** Starts, awaits and ends the child JVM of a {@link KafkaBroker}. */
final class BrokerChild {
  /** C1 and the serial collector start quickest, and suffice for one machine. */
  private static final List<String> QUICK_START =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private static final List<String> FOR_LOAD =
      List.of("-Xmx1g", "-XX:+UseParallelGC", "-Xshare:auto");

  /**
   * Starts the broker with signals ignored. A terminal sends Ctrl-C and SIGHUP to all its
   * processes, and some supervisors send SIGTERM to a whole group. A program inherits the signals
   * that the shell before it ignores.
   */
  private static final List<String> IGNORING_SIGNALS =
      List.of("/bin/sh", "-c", "trap '' INT HUP TERM; exec \"$@\"", "kafka-broker");

  private static final String LOG = "broker.log";

  /** Output beside the log: a failed format, a JVM that cannot start. */
  private static final String OUTPUT = "broker.out";

  private static final int LOG_LINES = 30;

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration KILL = Duration.ofSeconds(10);

  private final Process process;
  private final Path folder;

  private BrokerChild(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** The port was free when it was checked, and taken when the broker tried to bind it. */
  static final class PortTaken extends IllegalStateException {
    private PortTaken(String message) {
      super(message);
    }
  }

  static BrokerChild launch(Path folder, boolean forLoad) throws IOException {
    var command = new ArrayList<String>();
    if (Files.isExecutable(Path.of(IGNORING_SIGNALS.get(0)))) {
      command.addAll(IGNORING_SIGNALS);
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(forLoad ? FOR_LOAD : QUICK_START);
    command.add("-Dlog4j2.configurationFile=dev/isotherm/local/broker-log4j2.properties");
    command.add("-Disotherm.broker.log=" + folder.resolve(LOG));
    command.add(BrokerProcess.class.getName());
    command.add(folder.toString());
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(OUTPUT).toFile()));
    // In the environment, because a long class path may exceed the limit of a command line.
    builder.environment().put("CLASSPATH", absoluteClassPath());
    return new BrokerChild(builder.start(), folder);
  }

  /** The child runs in its own folder, where relative entries would not resolve. */
  private static String absoluteClassPath() {
    var entries = System.getProperty("java.class.path").split(File.pathSeparator);
    return Arrays.stream(entries)
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  /** Waits until the broker answers. */
  void awaitAnswer(int port) {
    long deadline = System.nanoTime() + START.toNanos();
    // Before it accepts connections, a client would fill the log with refused ones.
    while (!accepts(port)) {
      pause(deadline, null);
    }
    try (var admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
      for (Exception noAnswer = null; ; pause(deadline, noAnswer)) {
        try {
          if (!admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty()) {
            return;
          }
        } catch (TimeoutException | ExecutionException e) {
          noAnswer = e;
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void pause(long deadlineNanos, @Nullable Exception noAnswer) {
    if (ended(POLL) || System.nanoTime() > deadlineNanos) {
      throw failure(noAnswer);
    }
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean ended(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while waiting for the Kafka broker.", e);
  }

  private IllegalStateException failure(@Nullable Exception cause) {
    String words = tail(OUTPUT) + tail(LOG);
    if (words.contains("Address already in use")) {
      return new PortTaken("The Kafka broker found its port taken:\n" + words);
    }
    String what =
        process.isAlive()
            ? "does not answer after " + START.toSeconds() + " s"
            : "ended with exit code " + process.exitValue() + " before it answered";
    return new IllegalStateException(
        "The Kafka broker " + what + ". Its last words:\n" + words, cause);
  }

  private String tail(String name) {
    try {
      var lines = Files.readAllLines(folder.resolve(name));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return name + " cannot be read: " + e.getMessage() + "\n";
    }
  }

  /** Shuts the broker down, and kills it if it does not end in time. */
  void stop() {
    try {
      process.getOutputStream().write(BrokerProcess.STOP);
      process.getOutputStream().flush();
    } catch (IOException e) {
      // It has ended already.
    }
    if (!ended(STOP)) {
      kill();
    }
  }

  void kill() {
    process.destroyForcibly();
    if (!ended(KILL)) {
      throw new IllegalStateException(
          "The Kafka broker, process %d, outlives SIGKILL by %d s."
              .formatted(process.pid(), KILL.toSeconds()));
    }
  }
}
