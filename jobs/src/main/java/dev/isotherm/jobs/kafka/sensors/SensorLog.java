package dev.isotherm.jobs.kafka.sensors;

import dev.isotherm.jobs.kafka.kept.KeptLog;
import dev.isotherm.jobs.kafka.kept.KeptTopic;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorChangeJson;
import dev.isotherm.sensors.file.SensorChangeLog;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The sensor table that the records of its topic say, in their order, see {@link SensorChangeLog}.
 */
final class SensorLog implements KeptLog<SensorTables> {

  private final Consumer<String> rejected;
  private final SensorChangeLog changes = new SensorChangeLog();
  private long accepted;

  /**
   * Begins without a record.
   *
   * @param rejected takes a sentence for each record that does not count
   */
  SensorLog(Consumer<String> rejected) {
    this.rejected = rejected;
  }

  @Override
  public void add(ConsumerRecord<byte[], byte[]> record) {
    try {
      SensorChange change = read(record);
      if (changes.add(change)) {
        accepted++;
      } else {
        rejected.accept(
            KeptTopic.source(record)
                + ": sensor "
                + change.sensor()
                + ": has a change of the same instant already");
      }
    } catch (ConfigurationException invalid) {
      invalid.errors().forEach(rejected);
    } catch (RuntimeException unforeseen) {
      // Whatever someone has written there, the stream goes on.
      rejected.accept(KeptTopic.source(record) + ": cannot be read: " + unforeseen);
    }
  }

  /**
   * Reads one record.
   *
   * @throws ConfigurationException with all its errors
   */
  static SensorChange read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
      throw new ConfigurationException(
          KeptTopic.source(record)
              + ": has no value"
              + (key.isEmpty() ? "" : ", key " + key)
              + "; a sensor is removed by a value with \"removed\":true");
    }
    return SensorChangeJson.read(KeptTopic.source(record), record.value());
  }

  @Override
  public SensorTables versions() {
    return changes.tables();
  }

  @Override
  public long accepted() {
    return accepted;
  }
}
