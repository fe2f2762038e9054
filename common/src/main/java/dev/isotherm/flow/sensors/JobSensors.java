package dev.isotherm.flow.sensors;

import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.file.SensorFile;
import java.io.File;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The sensor table of a job. It is not part of the job's graph: Flink's distributed cache brings
 * the file to each TaskManager, where it is read once for all operators of the job.
 *
 * <p>The global job parameters have the name of the file and the fingerprint of the table.
 */
public final class JobSensors {

  private static final String CACHED_FILE = "sensor-table";
  private static final String NAME = "isotherm.sensors.file";
  private static final String FINGERPRINT = "isotherm.sensors.version";

  /** The tables that operators of this JVM use, by their fingerprints. */
  private static final Map<String, WeakReference<SensorTable>> TABLES = new HashMap<>();

  private JobSensors() {}

  /**
   * Gives a table to all operators of the jobs of an environment.
   *
   * @param file what the table was read from
   */
  public static void add(StreamExecutionEnvironment environment, Path file, SensorTable table) {
    String fingerprint = table.fingerprint();
    Map<String, String> parameters =
        new HashMap<>(environment.getConfig().getGlobalJobParameters().toMap());
    parameters.put(NAME, file.getFileName().toString());
    parameters.put(FINGERPRINT, fingerprint);
    environment.getConfig().setGlobalJobParameters(Configuration.fromMap(parameters));
    environment.registerCachedFile(file.toAbsolutePath().toUri().toString(), CACHED_FILE);
    keep(fingerprint, table);
  }

  private static void keep(String fingerprint, SensorTable table) {
    synchronized (TABLES) {
      TABLES.values().removeIf(one -> one.get() == null);
      TABLES.put(fingerprint, new WeakReference<>(table));
    }
  }

  /** Lets the next operator read its table anew. For tests. */
  static void forgetAll() {
    synchronized (TABLES) {
      TABLES.clear();
    }
  }

  /**
   * The table of the job of an operator; {@link SensorTable#EMPTY} if it has none.
   *
   * @throws IllegalStateException if the file is not what it was when the job was built
   */
  public static SensorTable of(RuntimeContext context) {
    Map<String, String> parameters = context.getGlobalJobParameters();
    String fingerprint = parameters.get(FINGERPRINT);
    if (fingerprint == null) {
      return SensorTable.EMPTY;
    }
    synchronized (TABLES) { // so that one of the subtasks that start reads it
      WeakReference<SensorTable> known = TABLES.get(fingerprint);
      SensorTable table = known == null ? null : known.get();
      if (table == null) {
        File file = context.getDistributedCache().getFile(CACHED_FILE);
        table = read(parameters.get(NAME), file.toPath(), fingerprint);
        keep(fingerprint, table);
      }
      return table;
    }
  }

  private static SensorTable read(String name, Path file, String fingerprint) {
    SensorTable table = SensorFile.read(name, file);
    if (!table.fingerprint().equals(fingerprint)) {
      throw new IllegalStateException(
          "--sensors " + name + ": has changed while the job was being started; start it again");
    }
    return table;
  }
}
