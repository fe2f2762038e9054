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
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The child JVM of a {@link KafkaBroker}: from its command line to its end. */
final class BrokerChild {
  /** C1 and the serial collector: the quickest to be up, and enough for one machine. */
  private static final List<String> SOON_UP =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private static final List<String> FOR_LOAD =
      List.of("-Xmx1g", "-XX:+UseParallelGC", "-Xshare:auto");

  /**
   * A terminal sends Ctrl-C, and its own end, to all processes in it; so do some who end others
   * with SIGTERM. What a shell ignores stays ignored in the program that it becomes.
   */
  private static final List<String> DEAF_TO_SIGNALS =
      List.of("/bin/sh", "-c", "trap '' INT HUP TERM; exec \"$@\"", "kafka-broker");

  private static final String LOG = "broker.log";

  /** What does not go through the logger: a failed format, a JVM that cannot start. */
  private static final String OUTPUT = "broker.out";

  private static final int LOG_LINES = 30;

  private static final Duration POLL = Duration.ofMillis(50);

  private final Process process;
  private final Path folder;

  private BrokerChild(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** The port was free when looked at, and taken when the broker wanted it. */
  static final class PortTaken extends IllegalStateException {
    private PortTaken(String message) {
      super(message);
    }
  }

  static BrokerChild launch(Path folder, boolean forLoad) throws IOException {
    var command = new ArrayList<String>();
    if (Files.isExecutable(Path.of(DEAF_TO_SIGNALS.get(0)))) {
      command.addAll(DEAF_TO_SIGNALS);
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(forLoad ? FOR_LOAD : SOON_UP);
    command.add("-Dlog4j2.configurationFile=dev/isotherm/local/broker-log4j2.properties");
    command.add("-Disotherm.broker.log=" + folder.resolve(LOG));
    command.add(BrokerProcess.class.getName());
    command.add(folder.toString());
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(OUTPUT).toFile()));
    // In the environment, because a long class path does not fit into every command line.
    builder.environment().put("CLASSPATH", absoluteClassPath());
    return new BrokerChild(builder.start(), folder);
  }

  /** The child runs in its own folder, so relative entries would point to nothing. */
  private static String absoluteClassPath() {
    var entries = System.getProperty("java.class.path").split(File.pathSeparator);
    return Arrays.stream(entries)
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  void awaitAnswer(String bootstrapServers, Duration bound) {
    long deadline = System.nanoTime() + bound.toNanos();
    // Only then the client, which would fill the log with refused connections.
    while (!accepts(bootstrapServers)) {
      if (ended(POLL) || System.nanoTime() > deadline) {
        throw failure(bound, null);
      }
    }
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (var admin = Admin.create(config)) {
      while (true) {
        try {
          var nodes = admin.describeCluster().nodes().get(1, TimeUnit.SECONDS);
          if (!nodes.isEmpty()) {
            return;
          }
        } catch (TimeoutException | ExecutionException e) {
          if (System.nanoTime() > deadline) {
            throw failure(bound, e);
          }
        }
        if (ended(POLL)) {
          throw failure(bound, null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the Kafka broker.", e);
    }
  }

  private static boolean accepts(String address) {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
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
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the Kafka broker.", e);
    }
  }

  private IllegalStateException failure(Duration bound, Exception cause) {
    String words = tail(OUTPUT) + tail(LOG);
    if (words.contains("Address already in use")) {
      return new PortTaken("The Kafka broker found its port taken:\n" + words);
    }
    String what =
        process.isAlive()
            ? "does not answer after " + bound.toSeconds() + " s"
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

  /** Lets it end in an orderly way, and kills it after the bound. */
  void stop(Duration bound) {
    try {
      process.getOutputStream().write(BrokerProcess.STOP);
      process.getOutputStream().flush();
    } catch (IOException e) {
      // It has ended already, as it was about to be asked to.
    }
    if (!ended(bound)) {
      kill(bound);
    }
  }

  void kill(Duration bound) {
    process.destroyForcibly();
    if (!ended(bound)) {
      throw new IllegalStateException(
          "The Kafka broker, process "
              + process.pid()
              + ", outlives SIGKILL by "
              + bound.toSeconds()
              + " s.");
    }
  }
}
