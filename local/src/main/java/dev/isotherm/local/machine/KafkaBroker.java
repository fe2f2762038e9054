package dev.isotherm.local.machine;

import dev.isotherm.jobs.files.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A real Kafka broker (KRaft: broker and controller in one) in a child JVM, on loopback, with its
 * data in a temporary folder.
 *
 * <p>It ends with {@link #close()}, when this JVM exits, and when this JVM is killed: the child
 * halts at the end of its standard input. It ignores signals to a whole process group, such as
 * Ctrl-C, so that this JVM can still write to it while it shuts down. Not thread-safe.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final int PORT_ATTEMPTS = 3;

  private final TemporaryFolder folder;
  private final int port;
  private final boolean forLoad;
  private final Thread shutdownHook;
  private BrokerChild child;

  private KafkaBroker(TemporaryFolder folder, int port, Options options) throws IOException {
    this.folder = folder;
    this.port = port;
    this.forLoad = options.forLoad();
    BrokerProcess.configure(folder.path(), port, options.settings());
    this.child = BrokerChild.launch(folder.path(), forLoad);
    this.shutdownHook = new Thread(this::end, "kafka-broker-shutdown");
    if (options.endsAtShutdown()) {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
    }
  }

  /**
   * Options of a broker.
   *
   * @param port the wanted port; 0 for any. When it is taken, another one is picked: see {@link
   *     KafkaBroker#port()}
   * @param settings broker properties that extend or override those of {@code broker.properties}
   * @param endsAtShutdown whether it ends as soon as this JVM begins to shut down. Shutdown hooks
   *     run concurrently: an owner that still writes to it then chooses false, and closes it
   * @param forLoad whether throughput matters more than a quick start, as for benchmarks
   */
  public record Options(
      int port, Map<String, String> settings, boolean endsAtShutdown, boolean forLoad) {
    public Options {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port " + port + ": must be 0 (any) to 65535");
      }
      settings = Map.copyOf(settings);
    }

    public static Options anyPort() {
      return wantedPort(0);
    }

    public static Options wantedPort(int port) {
      return new Options(port, Map.of(), true, false);
    }

    public Options with(String key, String value) {
      var more = new HashMap<>(settings);
      more.put(key, value);
      return new Options(port, more, endsAtShutdown, forLoad);
    }

    /** Its owner closes it, also when this JVM shuts down. */
    public Options closedByOwner() {
      return new Options(port, settings, false, forLoad);
    }

    /** Starts more slowly, and is faster under load. */
    public Options underLoad() {
      return new Options(port, settings, endsAtShutdown, true);
    }
  }

  /**
   * Starts a broker and waits until it answers.
   *
   * @throws IllegalStateException if it does not answer within 60 s; the message holds the broker's
   *     own last log lines
   */
  public static KafkaBroker start(Options options) {
    int wanted = LoopbackPort.isFree(options.port()) ? options.port() : 0;
    for (int attempt = 1; ; attempt++) {
      try {
        return startOn(wanted, options);
      } catch (BrokerChild.PortTaken e) {
        // Another process took the port between our check and the broker's bind.
        if (attempt == PORT_ATTEMPTS) {
          throw e;
        }
        wanted = 0;
      }
    }
  }

  private static KafkaBroker startOn(int wanted, Options options) {
    int port = wanted == 0 ? LoopbackPort.free() : wanted;
    var folder = TemporaryFolder.create("isotherm-kafka-");
    KafkaBroker broker;
    try {
      broker = new KafkaBroker(folder, port, options);
    } catch (IOException e) {
      folder.delete();
      throw new UncheckedIOException("The Kafka broker's process could not be started.", e);
    }
    try {
      broker.child.awaitAnswer(port);
    } catch (RuntimeException | Error e) {
      broker.close();
      throw e;
    }
    return broker;
  }

  /** The port it listens on; differs from the wanted port if that was taken. */
  public int port() {
    return port;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The folder of its data and its log; deleted by {@link #close()}. */
  public Path folder() {
    return folder.path();
  }

  /** The process of the broker; {@link #restart()} replaces it. */
  public ProcessHandle process() {
    return child.process();
  }

  /** Kills the process with SIGKILL: nothing is flushed, no client is told. The data stays. */
  public void kill() {
    child.kill();
  }

  /**
   * Starts it again on the same port and data; shuts it down first if it runs.
   *
   * @throws IllegalStateException as {@link #start}
   */
  public void restart() {
    child.stop();
    try {
      child = BrokerChild.launch(folder.path(), forLoad);
    } catch (IOException e) {
      throw new UncheckedIOException("The Kafka broker's process could not be restarted.", e);
    }
    child.awaitAnswer(port);
  }

  /** Ends the process and deletes its folder. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // This JVM is already shutting down: the hook does the same as the next line.
    }
    end();
  }

  private synchronized void end() {
    child.kill();
    folder.delete();
  }
}
