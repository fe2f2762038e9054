package dev.isotherm.jobs.kafka.sensors;

import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.jobs.kafka.kept.KeptLog;
import dev.isotherm.jobs.kafka.kept.KeptTopic;
import dev.isotherm.jobs.kafka.kept.VersionRecord;
import dev.isotherm.model.fingerprint.Fingerprint;
import dev.isotherm.sensors.SensorTables;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The topic of a sensor table. */
public final class SensorTopic extends KeptTopic<SensorTables> implements KnownSensors {

  /** The topic, unless another one is named. */
  public static final String DEFAULT = "sensor_table";

  private static final long serialVersionUID = 1;

  /**
   * Reads one topic.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   */
  public SensorTopic(Properties client, String topic) {
    this(client, topic, 0);
  }

  /**
   * Reads one topic for a job that knew the records before a position when it started.
   *
   * @param client settings that all clients share, {@code bootstrap.servers} among them
   */
  public SensorTopic(Properties client, String topic, long position) {
    super(client, topic, position);
  }

  @Override
  protected KeptLog<SensorTables> newLog(Consumer<String> rejected) {
    return new SensorLog(rejected);
  }

  @Override
  public VersionRecord.Reader reader() {
    return SensorTopic::version;
  }

  /** A version has no name but that of its last record. */
  private static VersionRecord version(ConsumerRecord<byte[], byte[]> record) {
    String name = Fingerprint.of(lines -> lines.accept(source(record)));
    return VersionRecord.of(record, SensorLog.read(record).fromMillis(), name);
  }

  @Override
  public ProcessFunction<VersionRecord, RulesUpdate> keeper() {
    return new KeepSensorChanges(this);
  }

  @Override
  public String uid() {
    return "sensor-table";
  }
}
