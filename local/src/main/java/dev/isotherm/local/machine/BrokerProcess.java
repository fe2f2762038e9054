package dev.isotherm.local.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Main class of the broker's JVM: formats the folder if it is new, then runs Kafka. Ends in an
 * orderly way when it reads {@link #STOP} from its standard input; halts, and deletes the folder,
 * when that ends, for then the parent is gone, however it went.
 */
final class BrokerProcess {
  static final String PROPERTIES = "server.properties";
  static final String DATA = "data";
  static final int STOP = 's';

  private BrokerProcess() {}

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
      System.exit(0); // Kafka's own hook does the rest
    }
    try {
      new TemporaryFolder(folder).delete();
    } catch (UncheckedIOException e) {
      System.out.println(e.getMessage());
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  /** Blocks until there is an answer: false at the end of the input. */
  private static boolean isAskedToStop() {
    try {
      return System.in.read() == STOP;
    } catch (IOException e) {
      return false; // as good as its end
    }
  }
}
