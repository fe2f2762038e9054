package dev.isotherm.jobs.kafka.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.ManySensors;
import dev.isotherm.jobs.kafka.kept.KeptTopic;
import dev.isotherm.sensors.SensorChange;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a table of a million sensors on a topic costs, and a change of one row; run by {@code mvn
 * -Pbench verify}, and by nothing else.
 */
class SensorTopicBenchmark {

  private static final int SENSORS = 1_000_000;
  private static final String TOPIC = "sensor_table_benchmark";

  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();

  @TempDir private Path folder;

  private Properties client;

  @Test
  void aMillionSensors() throws Exception {
    KAFKA.create(TOPIC, 1, Map.of("cleanup.policy", "compact"));
    client = new Properties();
    client.setProperty("bootstrap.servers", KAFKA.bootstrapServers());
    SensorTable first =
        SensorFile.read(ManySensors.write(folder.resolve("sensors.csv"), SENSORS, true));
    publish(SensorTables.EMPTY.latest(), first, SensorChange.FROM_THE_START);
    for (int round = 0; round < 3; round++) {
      assertThat(read().versions().latest().fingerprint()).isEqualTo(first.fingerprint());
    }
    String text = Files.readString(folder.resolve("sensors.csv"));
    SensorTable second =
        SensorFile.parseCsv("second.csv", text.replaceFirst("site-\\d+", "site-new"));
    publish(first, second, 1_000);
    SensorTables versions = read().versions();
    assertThat(versions.latest().fingerprint()).isEqualTo(second.fingerprint());
  }

  private void publish(SensorTable before, SensorTable after, long fromMillis) throws Exception {
    long begun = System.nanoTime();
    SensorPublisher.Changes changes =
        new SensorPublisher(client, TOPIC).publish(before, after, fromMillis);
    say("published %,d changes in %.1f s", changes.count(), seconds(begun));
  }

  private KeptTopic.Content<SensorTables> read() {
    long before = usedBytes();
    long begun = System.nanoTime();
    KeptTopic.Content<SensorTables> content =
        new SensorTopic(client, TOPIC)
            .read(
                sentence -> {
                  throw new AssertionError(sentence);
                });
    say("read %,d changes in %.1f s", content.accepted(), seconds(begun));
    say("  takes %d MB of the heap", (usedBytes() - before) / 1_000_000);
    return content;
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}
