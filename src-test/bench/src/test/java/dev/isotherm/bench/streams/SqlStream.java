package dev.isotherm.bench.streams;

import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Flink SQL, on a class path of its own: windows by the {@code TUMBLE} function, whose aggregation
 * folds in batches before the shuffle and after it; one statement set, so that the topic is read
 * once. Event time is the record's own, as in {@link NaiveStream}; so are the guarantees.
 */
final class SqlStream {

  private SqlStream() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    String broker = arguments[0];
    String name = arguments[2];
    Configuration configuration = new Configuration();
    configuration.setString("parallelism.default", arguments[3]);
    configuration.setString("pipeline.object-reuse", "true");
    configuration.setString("taskmanager.numberOfTaskSlots", "4");
    configuration.setString("taskmanager.memory.managed.size", "512m");
    configuration.setString("execution.checkpointing.interval", StreamPeer.COMMIT_MILLIS + "ms");
    // As those of FlinkCluster, which is not on this class path.
    configuration.setString(
        "execution.checkpointing.dir",
        Path.of("target", "checkpoints").toAbsolutePath().toUri().toString());
    configuration.setString("restart-strategy.type", "none");
    configuration.setString("table.local-time-zone", "UTC");
    configuration.setString("table.exec.mini-batch.enabled", "true");
    configuration.setString("table.exec.mini-batch.allow-latency", "1s");
    configuration.setString("table.exec.mini-batch.size", "50000");
    TableEnvironment tables =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(configuration)
                .build());
    tables.executeSql(
        """
        CREATE TABLE readings (
          sensor_id STRING,
          temperature DOUBLE,
          ts TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
          WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
        ) WITH (
          'connector' = 'kafka',
          'topic' = '%s',
          'properties.bootstrap.servers' = '%s',
          'properties.group.id' = '%s',
          'properties.max.partition.fetch.bytes' = '4194304',
          'properties.max.poll.records' = '5000',
          'properties.receive.buffer.bytes' = '-1',
          'scan.startup.mode' = 'earliest-offset',
          'format' = 'json')"""
            .formatted(arguments[1], broker, name));
    tables.executeSql(
        sink(
            "averages",
            "sensor_id STRING, window_start TIMESTAMP_LTZ(3), `count` BIGINT, mean DOUBLE,"
                + " `min` DOUBLE, `max` DOUBLE",
            broker,
            name,
            "exactly-once"));
    tables.executeSql(
        sink(
            "alerts",
            "sensor_id STRING, ts TIMESTAMP_LTZ(3), temperature DOUBLE",
            broker,
            name,
            "at-least-once"));
    StatementSet both = tables.createStatementSet();
    both.addInsertSql(
        """
        INSERT INTO averages
        SELECT sensor_id, CAST(window_start AS TIMESTAMP_LTZ(3)), COUNT(*), AVG(temperature),
          MIN(temperature), MAX(temperature)
        FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '%d' SECOND))
        GROUP BY sensor_id, window_start, window_end"""
            .formatted(Backlog.WINDOW_MILLIS / 1_000));
    both.addInsertSql(
        "INSERT INTO alerts SELECT sensor_id, ts, temperature FROM readings WHERE temperature > 28");
    both.execute().await();
  }

  private static String sink(
      String table, String columns, String broker, String name, String guarantee) {
    return """
    CREATE TABLE %s (%s) WITH (
      'connector' = 'kafka',
      'topic' = '%s',
      'properties.bootstrap.servers' = '%s',
      'properties.transaction.timeout.ms' = '900000',
      'sink.delivery-guarantee' = '%s',
      'sink.transactional-id-prefix' = '%s',
      'format' = 'json')"""
        .formatted(table, columns, name + "-" + table, broker, guarantee, name + "-" + table);
  }
}
