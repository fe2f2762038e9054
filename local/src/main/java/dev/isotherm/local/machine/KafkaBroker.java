package dev.isotherm.local.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A real Kafka broker (KRaft: broker and controller in one) in a child JVM, on loopback, with its
 * data in a temporary folder.
 *
 * <p>It ends with {@link #close()}, when this JVM exits, and when this JVM is killed: the child
 * reads its standard input and halts at its end. Signals that are sent to all of a terminal or a
 * group, such as Ctrl-C, do not reach it: this JVM would lose its broker while it still writes to
 * it. Not safe for use by several threads.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(10);
  private static final int PORT_ATTEMPTS = 3;

  private final TemporaryFolder folder;
  private final int port;
  private final boolean forLoad;
  private final Thread shutdownHook;
  private BrokerChild child;

  private KafkaBroker(TemporaryFolder folder, BrokerSettings settings, Options options)
      throws IOException {
    this.folder = folder;
    this.port = settings.port();
    this.forLoad = options.forLoad();
    settings.write(folder.path());
    this.child = BrokerChild.launch(folder.path(), forLoad);
    this.shutdownHook = new Thread(this::end, "kafka-broker-shutdown");
    if (options.endsAtShutdown()) {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
    }
  }

  /**
   * What the caller may choose.
   *
   * @param port the wanted port; 0 for any. When it is taken, another one is picked: see {@link
   *     KafkaBroker#port()}
   * @param settings broker properties beyond, or instead of, those of {@link BrokerSettings}
   * @param endsAtShutdown whether it ends as soon as this JVM begins to end. Shutdown hooks run at
   *     the same time: whoever has to write to it until then says no, and closes it
   * @param forLoad whether it is to be fast rather than soon up, as brokers that are measured are
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

    /** Its owner closes it, also when this JVM ends. */
    public Options closedByOwner() {
      return new Options(port, settings, false, forLoad);
    }

    /** Takes longer to be up, and less for each request after a while. */
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
        // Somebody took the port between our look and the broker's bind.
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
      var settings = new BrokerSettings(port, LoopbackPort.free(), options.settings());
      broker = new KafkaBroker(folder, settings, options);
    } catch (IOException e) {
      folder.delete();
      throw new UncheckedIOException("The Kafka broker's process could not be started.", e);
    }
    try {
      broker.child.awaitAnswer(broker.bootstrapServers(), START);
    } catch (RuntimeException | Error e) {
      broker.close();
      throw e;
    }
    return broker;
  }

  /** The port it listens on, which is not the wanted one when that was taken. */
  public int port() {
    return port;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Where its data and its log are, until {@link #close()}. */
  public Path folder() {
    return folder.path();
  }

  /** The process of the broker; another one after {@link #restart()}. */
  public ProcessHandle process() {
    return child.process();
  }

  /** SIGKILL, as in a power cut: nothing is flushed, nobody is told. The data stays. */
  public void kill() {
    child.kill(END);
  }

  /**
   * Starts it again on the same port and data, ending it in an orderly way first if it runs.
   *
   * @throws IllegalStateException as {@link #start}
   */
  public void restart() {
    child.stop(STOP);
    try {
      child = BrokerChild.launch(folder.path(), forLoad);
    } catch (IOException e) {
      throw new UncheckedIOException("The Kafka broker's process could not be restarted.", e);
    }
    child.awaitAnswer(bootstrapServers(), START);
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
    child.kill(END);
    folder.delete();
  }
}
