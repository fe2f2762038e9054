package dev.isotherm.jobs.kafka.sensors;

import dev.isotherm.jobs.kafka.KafkaErrors;
import dev.isotherm.jobs.kafka.kept.VersionTransaction;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorEntry;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.file.SensorChangeJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes what two sensor tables differ by to the topic of the table, all of it or nothing. */
public final class SensorPublisher {

  private final Properties client;
  private final String topic;

  /**
   * Writes to one topic.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   */
  public SensorPublisher(Properties client, String topic) {
    this.client = client;
    this.topic = topic;
  }

  /**
   * How many sensors and globs were added, changed and removed.
   *
   * @param source of the last record, {@code topic-partition:offset}; {@code null} if there is none
   */
  public record Changes(int added, int changed, int removed, @Nullable String source) {

    public int count() {
      return added + changed + removed;
    }

    public boolean isEmpty() {
      return count() == 0;
    }
  }

  /**
   * Publishes a version, and waits until the broker has it.
   *
   * @param before the table so far
   * @param fromMillis when the other one is in force
   * @throws ConfigurationException if the broker does not take it; then nothing was published
   */
  public Changes publish(SensorTable before, SensorTable after, long fromMillis)
      throws InterruptedException {
    try (VersionTransaction transaction = new VersionTransaction(client, "sensors", topic)) {
      transaction.begin();
      Version version = new Version(transaction, fromMillis);
      after.forEachSensor(entry -> version.send(before.entry(entry.sensor()), 0, entry));
      for (String sensor : before.sensors()) {
        if (!after.names(sensor)) {
          version.remove(sensor);
        }
      }
      publishGlobs(before.globs(), after.globs(), version);
      return version.commit();
    } catch (KafkaException refused) {
      throw new ConfigurationException(KafkaErrors.describe(client, refused));
    }
  }

  /** If the order of globs is another one, all of them are written. */
  private static void publishGlobs(
      List<SensorEntry> before, List<SensorEntry> after, Version version) {
    Map<String, SensorEntry> known = new HashMap<>();
    before.forEach(glob -> known.put(glob.sensor(), glob));
    List<String> names = after.stream().map(SensorEntry::sensor).toList();
    boolean isSameOrder = names.equals(before.stream().map(SensorEntry::sensor).toList());
    for (int i = 0; i < after.size(); i++) {
      SensorEntry last = known.remove(names.get(i));
      if (isSameOrder || last == null) {
        version.send(last, i, after.get(i));
      } else {
        version.replace(i, after.get(i));
      }
    }
    known.keySet().forEach(version::remove);
  }

  /** The records of one version. */
  private static final class Version {

    private final VersionTransaction transaction;
    private final long fromMillis;
    private int added;
    private int changed;
    private int removed;

    Version(VersionTransaction transaction, long fromMillis) {
      this.transaction = transaction;
      this.fromMillis = fromMillis;
    }

    void send(@Nullable SensorEntry before, int order, SensorEntry after) {
      if (before == null) {
        added++;
        write(new SensorChange(fromMillis, after.sensor(), order, after));
      } else if (!before.saysTheSameAs(after)) {
        replace(order, after);
      }
    }

    void replace(int order, SensorEntry after) {
      changed++;
      write(new SensorChange(fromMillis, after.sensor(), order, after));
    }

    void remove(String sensor) {
      removed++;
      write(new SensorChange(fromMillis, sensor, 0, null));
    }

    private void write(SensorChange change) {
      byte[] key = SensorChangeJson.key(change).getBytes(StandardCharsets.UTF_8);
      transaction.write(key, SensorChangeJson.write(change));
    }

    Changes commit() throws InterruptedException {
      return new Changes(added, changed, removed, transaction.commit());
    }
  }
}
