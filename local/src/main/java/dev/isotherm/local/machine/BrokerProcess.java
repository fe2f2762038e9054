package dev.isotherm.local.machine;

import dev.isotherm.jobs.files.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Main class of the broker's JVM: formats the folder if it is new, then runs Kafka. It shuts down
 * when it reads {@link #STOP} from its standard input. When its standard input ends, the parent has
 * ended: then it deletes the folder and halts.
 */
final class BrokerProcess {
  private static final String PROPERTIES = "server.properties";
  private static final String DATA = "data";
  static final int STOP = 's';

  private BrokerProcess() {}

  /**
   * Writes the settings of a broker to its folder.
   *
   * @param port for clients
   * @param overrides take precedence over all other settings
   */
  static void configure(Path folder, int port, Map<String, String> overrides) throws IOException {
    var settings = new Properties();
    try (var defaults =
        BrokerProcess.class.getResourceAsStream("/dev/isotherm/local/broker.properties")) {
      settings.load(defaults);
    }
    String client = "PLAINTEXT://127.0.0.1:" + port;
    String controller = "127.0.0.1:" + LoopbackPort.free();
    settings.setProperty("listeners", client + ",CONTROLLER://" + controller);
    settings.setProperty("advertised.listeners", client);
    settings.setProperty("controller.quorum.voters", "1@" + controller);
    settings.setProperty("log.dirs", folder.resolve(DATA).toString());
    settings.putAll(overrides);
    try (var out = Files.newOutputStream(folder.resolve(PROPERTIES))) {
      settings.store(out, null);
    }
  }

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    var watch = new Thread(() -> endWithParent(folder), "parent-watch");
    watch.setDaemon(true);
    watch.start();

    String properties = folder.resolve(PROPERTIES).toString();
    if (Files.notExists(folder.resolve(DATA).resolve("meta.properties"))) {
      String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", properties};
      int code = StorageTool.execute(format, System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(new String[] {properties});
  }

  private static void endWithParent(Path folder) {
    if (isAskedToStop()) {
      System.exit(0); // Kafka's own hook shuts the broker down
    }
    try {
      TemporaryFolder.ofEndedProcess(folder).delete();
    } catch (UncheckedIOException e) {
      System.out.println(e.getMessage());
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  /** Blocks until a byte can be read, or the input has ended: then it returns false. */
  private static boolean isAskedToStop() {
    try {
      return System.in.read() == STOP;
    } catch (IOException e) {
      return false; // as at the end of the input
    }
  }
}
