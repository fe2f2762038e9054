package dev.isotherm.jobs.commands.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.Eventually;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.fixtures.Temperatures;
import dev.isotherm.fixtures.Verifier;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.model.Accounting;
import dev.isotherm.wire.StreamProgress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A stream that is stopped and continued with another parallelism, amid open windows, open
 * sessions, pending alerts, deadlines and buffered readings, publishes what a stream publishes that
 * nobody interrupts.
 *
 * <p>The name of a run is its seed. {@code -Disotherm.rescales=N} sets how many there are, {@code
 * -Disotherm.seed=N} where they begin. {@code AgreementIT} has shorter ones.
 */
@EnabledIfSystemProperty(named = "isotherm.rescales", matches = "[0-9]+")
final class StreamRescaleIT {
  @RegisterExtension static final LiveKafka KAFKA = new LiveKafka();
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final int RUNS = Integer.getInteger("isotherm.rescales", 0);
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int REORDER_SECONDS = 25;
  private static final int[] PARALLELISM = {2, 4, 1, 1, 2, 3};
  private static final String RULES =
      """
      rules:
        - name: hot
          metric: temperature
          levels:
            warning: { above: 28, clearBelow: 27 }
            critical: { above: 30, clearBelow: 29 }
          summary: "{{sensor_id}} is at {{value}}"
        - name: hot for long
          metric: temperature
          levels: { critical: { above: 27 } }
          holdFor: 20s
          keepFiringFor: 30s
        - name: jumpy
          metric: humidity
          levels: { warning: { changesBy: { moreThan: 8, within: 30s } } }
          flapping: { transitions: 3, within: 1m }
        - name: silent
          metric: temperature
          noDataAfter: 50s
        - name: hot on average
          metric: temperature
          on: averages
          levels: { warning: { above: 27, clearBelow: 26.5 } }
          holdFor: 1m
          noDataAfter: 2m
        - name: hot in 25 s
          metric: temperature
          on: averages
          window: 25s
          levels: { warning: { above: 27, clearBelow: 26.5 } }
          holdFor: 30s
          noDataAfter: 2m
      """;

  @TempDir private Path folder;

  static LongStream seeds() {
    long first = Long.getLong("isotherm.seed", 1);
    return LongStream.range(first, first + RUNS);
  }

  /** What a stream has published, such that runs on other topics can be compared. */
  private record Published(
      Map<String, List<String>> averages,
      Map<String, List<String>> transitions,
      List<String> late,
      List<String> rejected,
      Accounting counts) {}

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void publishesWhatAnUninterruptedStreamDoes(long seed) throws Exception {
    List<String> options = options(seed);
    LiveKafka.TestTopics calm = KAFKA.freshTopics(StagedReadings.PARTITIONS);
    StagedReadings readings = new StagedReadings(new Random(seed), calm);
    try (StreamRun run = start(calm, options, 2, null)) {
      int messages = 0;
      for (int stage = 0; stage < PARALLELISM.length; stage++) {
        messages += send(readings.next());
        messages += end(calm, readings.ends(), messages, watermark(readings, seed));
      }
      assertThat(run.stop().code()).isZero();
    }
    LiveKafka.TestTopics rescaled = KAFKA.freshTopics(StagedReadings.PARTITIONS);
    readings = new StagedReadings(new Random(seed), rescaled);
    Random instants = new Random(~seed);
    int messages = 0;
    StreamRun run = start(rescaled, options, PARALLELISM[0], null);
    try {
      for (int stage = 0; stage < PARALLELISM.length; stage++) {
        List<ProducerRecord<byte[], byte[]>> body = readings.next();
        int before = instants.nextInt(body.size());
        int meanwhile = before + instants.nextInt(body.size() - before);
        send(body.subList(0, before));
        pause(instants.nextInt(300));
        if (instants.nextInt(3) == 0) {
          run.savepoint(folder);
        }
        send(body.subList(before, meanwhile));
        if (stage + 1 < PARALLELISM.length) {
          String savepoint = run.stop(false, folder);
          run = start(rescaled, options, PARALLELISM[stage + 1], savepoint);
        }
        send(body.subList(meanwhile, body.size()));
        messages += body.size();
        messages += end(rescaled, readings.ends(), messages, watermark(readings, seed));
      }
      assertThat(run.stop().code()).isZero();
    } finally {
      run.close();
    }
    Published expected = published(calm);
    Published actual = published(rescaled);
    assertSame(actual, expected);
    assertThat(actual.counts()).isEqualTo(expected.counts());
    assertMuchWasMet(expected);
    verify(calm);
    verify(rescaled);
    KAFKA.delete(calm);
    KAFKA.delete(rescaled);
  }

  private static void assertSame(Published actual, Published expected) {
    assertThat(actual.averages()).isEqualTo(expected.averages());
    assertThat(actual.transitions()).isEqualTo(expected.transitions());
    assertThat(actual.late()).isEqualTo(expected.late());
    assertThat(actual.rejected()).isEqualTo(expected.rejected());
  }

  /** A run that has nothing to lose proves nothing. */
  private static void assertMuchWasMet(Published published) {
    assertThat(published.counts().late()).isPositive();
    Set<String> reasons = new HashSet<>();
    published.transitions().values().stream()
        .flatMap(List::stream)
        .forEach(line -> reasons.add(line.replaceAll(".*\"reason\":\"([a-z_]+)\".*", "$1")));
    assertThat(reasons)
        .contains("reading", "hold_for", "keep_firing_for", "no_data", "flapping", "calm");
    assertThat(published.averages().values()).anyMatch(revisions -> revisions.size() > 1);
    assertThat(published.late())
        .anyMatch(line -> line.contains("\"averages\""))
        .anyMatch(line -> line.contains("\"alerts\""))
        .anyMatch(line -> line.contains("\"average_alerts\""))
        .anyMatch(line -> line.contains("\"rule_windows\""));
  }

  private static boolean reorders(long seed) {
    return seed % 8 < 4;
  }

  private List<String> options(long seed) throws Exception {
    Path rules = folder.resolve("rules.yaml");
    Files.writeString(rules, RULES);
    List<String> options = new ArrayList<>();
    switch ((int) (seed % 4)) {
      case 0 -> options.add("--session-gap=15s");
      case 1 -> options.addAll(List.of("--window=1min", "--slide=20s"));
      case 2 -> options.add("--window=hour");
      default -> options.add("--window=1min");
    }
    if (reorders(seed)) {
      options.add("--reorder=" + REORDER_SECONDS + "s");
    }
    if (seed % 3 == 0) {
      options.add("--alerts=exactly-once");
    }
    options.add("--rules=" + rules);
    options.add("--out-of-orderness=" + StagedReadings.OUT_OF_ORDERNESS_SECONDS + "s");
    options.add("--allowed-lateness=" + StagedReadings.ALLOWED_LATENESS_MINUTES + "min");
    options.add(Verifier.NEVER_IDLE);
    options.add("-Dpipeline.auto-watermark-interval=5ms");
    return options;
  }

  private static StreamRun start(
      LiveKafka.TestTopics topics, List<String> options, int parallelism, String savepoint) {
    List<String> all = new ArrayList<>(options);
    all.add("-p=" + parallelism);
    if (savepoint != null) {
      all.add("-Dexecution.state-recovery.path=" + savepoint);
    }
    return StreamRun.start(FLINK, KAFKA, topics, all.toArray(String[]::new));
  }

  private static int send(List<ProducerRecord<byte[], byte[]>> messages) throws Exception {
    KAFKA.produce(messages);
    return messages.size();
  }

  private static void pause(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  /** Readings that wait to be evaluated in order hold back the watermark of the progress. */
  private static long watermark(StagedReadings readings, long seed) {
    int held = reorders(seed) ? REORDER_SECONDS - StagedReadings.OUT_OF_ORDERNESS_SECONDS : 0;
    return readings.watermarkMillis() - 1_000L * held;
  }

  /** Ends a stage, and waits until event time has; returns how many messages that takes. */
  private static int end(
      LiveKafka.TestTopics topics,
      List<ProducerRecord<byte[], byte[]>> ends,
      int messagesBefore,
      long watermark)
      throws Exception {
    int messages = messagesBefore + send(ends);
    Eventually.holds(
        messages + " messages and the watermark " + watermark,
        BOUND,
        () -> {
          StreamProgress progress = last(KAFKA.readAll(topics.progress()));
          return progress.accounting().messages() == messages
              && progress.watermarkMillis() == watermark;
        });
    return ends.size();
  }

  private static StreamProgress last(List<ConsumerRecord<byte[], byte[]>> lines) {
    return StreamProgress.read(lines.get(lines.size() - 1).value());
  }

  private static Published published(LiveKafka.TestTopics topics) {
    KAFKA.awaitSettled(
        BOUND, topics.averages(), topics.late(), topics.rejected(), topics.progress());
    return new Published(
        byKey(topics.averages()),
        byKey(topics.alerts()),
        KAFKA.readAll(topics.late()).stream().map(StreamRescaleIT::value).sorted().toList(),
        KAFKA.readAll(topics.rejected()).stream()
            .map(StreamRescaleIT::positionAndReason)
            .sorted()
            .toList(),
        last(KAFKA.readAll(topics.progress())).accounting());
  }

  private static Map<String, List<String>> byKey(String topic) {
    Map<String, List<String>> values = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : KAFKA.readAll(topic)) {
      values.computeIfAbsent(Temperatures.key(record), key -> new ArrayList<>()).add(value(record));
    }
    return values;
  }

  private static String value(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? "withdrawn" : Temperatures.value(record);
  }

  private static String positionAndReason(ConsumerRecord<byte[], byte[]> dead) {
    return header(dead, ResultRecords.SOURCE).replaceAll(".*-", "")
        + ":"
        + header(dead, ResultRecords.POSITION)
        + " "
        + header(dead, ResultRecords.REASON);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private void verify(LiveKafka.TestTopics topics) {
    CommandTrial verify =
        new Verifier(KAFKA, FLINK).verify(topics, "--rules=" + folder.resolve("rules.yaml"));
    assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
    assertThat(verify.out()).startsWith("identical up to ").doesNotContain("undecided");
  }
}
