package dev.isotherm.agreement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.OwnSeverities;
import dev.isotherm.fixtures.RandomRules;
import dev.isotherm.fixtures.RandomSignalRules;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severity;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.Timing;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.file.SensorFile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Messages as bad as they come, and a stream to read them: out of order within and beyond what it
 * waits for, later than a window can change, twice, several of one instant, in partitions that fall
 * idle or stay empty, malformed, of several metrics, and of sensors whose clock is a year ahead.
 *
 * @param seed makes the same scenario again
 * @param rules those built in, none, or any
 * @param table has the limits of the rules, of every second seed; else empty
 * @param sent in the order in which they are sent
 */
record Scenario(
    long seed,
    Windows windows,
    Duration outOfOrderness,
    Duration allowedLateness,
    Duration idleTimeout,
    Optional<Duration> reorder,
    int partitions,
    int parallelism,
    int chunks,
    boolean crashes,
    RuleSet rules,
    Optional<RandomTable> table,
    List<Sent> sent) {

  private static final Instant BEGIN = Instant.parse("2025-07-01T11:58:00Z");

  /** Of the first twelve seeds, one in three chunks, with readings that wait for their order. */
  private static final int RESCALES = 5;

  private static final String AROUND_0 = "metric_1";
  private static final Duration A_YEAR = Duration.ofDays(365);

  /** What to average over, as options and as numbers. */
  record Windows(Duration length, Duration slide, Duration sessionGap, ZoneId hourOf) {

    List<String> options() {
      if (hourOf != null) {
        return List.of("--window=hour", "--zone=" + hourOf);
      }
      if (sessionGap != null) {
        return List.of("--session-gap=" + sessionGap.toMillis() + "ms");
      }
      String window = "--window=" + length.toMillis() + "ms";
      return slide == null
          ? List.of(window)
          : List.of(window, "--slide=" + slide.toMillis() + "ms");
    }
  }

  /**
   * One message.
   *
   * @param readings what is in it; empty if it is to be rejected
   */
  record Sent(int partition, long writtenMillis, String key, String text, List<Reading> readings) {
    ProducerRecord<byte[], byte[]> record(LiveKafka.TestTopics topics) {
      return new ProducerRecord<>(
          topics.readings(), partition, writtenMillis, key.getBytes(UTF_8), text.getBytes(UTF_8));
    }
  }

  /** Whether the stream is stopped and continued with another parallelism in each chunk. */
  boolean rescales() {
    return !crashes && seed % 12 == RESCALES;
  }

  /** With the positions that their messages have in the topic. */
  List<Reading> readings() {
    long[] offsets = new long[partitions];
    List<Reading> readings = new ArrayList<>();
    for (Sent message : sent) {
      long position = Position.ofRecord(message.partition(), offsets[message.partition()]++);
      for (Reading one : message.readings()) {
        readings.add(new Reading(one.series(), one.epochMillis(), one.value(), position));
      }
    }
    return readings;
  }

  /** The readings within their valid ranges, by the sensor table. */
  List<Reading> valid() {
    return readings().stream()
        .filter(reading -> table.isEmpty() || RandomTable.isValid(reading))
        .toList();
  }

  /**
   * The valid readings whose values are stuck.
   *
   * @param notChecked those that came too late to be checked
   */
  List<Reading> stuck(List<Reading> notChecked) {
    if (table.isEmpty()) {
      return List.of();
    }
    List<Reading> checked = new ArrayList<>(valid());
    notChecked.forEach(checked::remove);
    return RandomTable.stuck(checked);
  }

  List<Sent> rejected() {
    return sent.stream().filter(message -> message.readings().isEmpty()).toList();
  }

  /** Rules on signals, of every third seed. */
  RuleSet signals() {
    return seed % 3 == 1 && !rules.isEmpty()
        ? named(
            seed,
            new RandomSignalRules(
                    new Random(seed ^ 0x516), "temperature", AROUND_0, table.isPresent())
                .of(6))
        : RuleSet.NONE;
  }

  /** All rules, as they are written. */
  RuleSet written() {
    List<Rule> all = new ArrayList<>(table.map(RandomTable::rules).orElse(rules).rules());
    all.addAll(signals().rules());
    return new RuleSet(all);
  }

  /** What is known of sensors. */
  SensorTable sensors() {
    return table
        .map(one -> SensorFile.parseYaml("sensors.yaml", one.text()))
        .orElse(SensorTable.EMPTY);
  }

  /** The rules of each series, with numbers. */
  RulesOfSeries rulesOfSeries() {
    return table
        .map(RandomTable::rulesOfSeries)
        .orElseGet(() -> RulesOfSeries.plain(rules))
        .asPartOf(written());
  }

  /** The percentiles of averages, in no order, of two of three seeds. */
  List<String> percentiles() {
    return seed % 3 == 0 ? List.of() : List.of("99.9", "50", "12.5");
  }

  static Scenario of(long seed) {
    Random random = new Random(seed);
    RuleSet rules = named(seed, rules(new Random(~seed)));
    Optional<RandomTable> table =
        seed % 2 == 0 || rules.isEmpty()
            ? Optional.empty()
            : Optional.of(new RandomTable(rules, new Random(seed ^ 0x7ab1e)));
    int partitions = 1 + random.nextInt(3);
    int parallelism = 1 + random.nextInt(2);
    boolean crashes = seed % 50 == 10;
    Windows windows =
        switch (random.nextInt(6)) {
          case 0 -> new Windows(Duration.ofSeconds(10), null, null, null);
          case 1 -> new Windows(Duration.ofSeconds(30), Duration.ofSeconds(10), null, null);
          case 2 -> new Windows(null, null, Duration.ofSeconds(1 + random.nextInt(6)), null);
          case 3 -> new Windows(null, null, null, ZoneId.of("Asia/Kolkata"));
          case 4 -> new Windows(Duration.ofSeconds(12), Duration.ofSeconds(4), null, null);
          default -> new Windows(Duration.ofMinutes(1), null, null, null);
        };
    Duration outOfOrderness = Duration.ofSeconds(random.nextInt(6));
    Duration allowedLateness = Duration.ofSeconds(random.nextInt(3) * 15L);
    Duration idleTimeout = random.nextInt(4) == 0 ? Duration.ofMillis(300) : Duration.ofMinutes(10);
    return new Scenario(
        seed,
        windows,
        outOfOrderness,
        allowedLateness,
        idleTimeout,
        reorder(new Random(seed ^ 0x5eed), outOfOrderness),
        partitions,
        parallelism,
        1 + random.nextInt(3),
        crashes,
        rules,
        table,
        new Writer(random, partitions, seed % 3 == 0 ? 3_000 : 1).write(20 + random.nextInt(130)));
  }

  /** Of every fifth seed, the rules have severities of their own. */
  private static RuleSet named(long seed, RuleSet rules) {
    return seed % 5 == 2 ? OwnSeverities.of(rules) : rules;
  }

  private static Optional<Duration> reorder(Random random, Duration outOfOrderness) {
    return random.nextInt(3) > 0
        ? Optional.empty()
        : Optional.of(outOfOrderness.plusSeconds(random.nextInt(20)));
  }

  /** Any rules watch the metric whose values lie around 0; the built-in one may be among them. */
  private static RuleSet rules(Random random) {
    int kind = random.nextInt(12);
    if (kind < 2) {
      return kind == 0 ? RuleFile.builtIn() : RuleSet.NONE;
    }
    List<Rule> rules = new ArrayList<>(kind < 6 ? RuleFile.builtIn().rules() : List.of());
    rules.addAll(RandomRules.of(random, 2 + random.nextInt(7), AROUND_0).rules());
    rules.add(nervous(Duration.ofSeconds(2 + random.nextInt(6))));
    return new RuleSet(rules);
  }

  /** Random rules seldom flap, and more seldom calm down before the messages end. */
  private static Rule nervous(Duration within) {
    return new Rule(
        "nervous",
        Selector.of(AROUND_0),
        List.of(Level.above(Severity.WARNING, 0)),
        new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, new Timing.Flapping(1, within)),
        Annotations.NONE);
  }

  /** Writes messages as a fleet might that has seen better days. */
  private static final class Writer {
    private static final double[] HOSTILE = {
      Double.MAX_VALUE,
      -1.5e308,
      Double.MIN_VALUE,
      -0.0,
      0.0,
      1e-308,
      123456789.123,
      28.0,
      30.0,
      0.1,
      4503599627370497.0
    };
    private static final String[] BROKEN = {
      "?", "", "[1]", "{\"sensor_id\":\"s\"}", "{\"a\":1,\"a\":2}", "{\"timestamp\":\"soon\"}"
    };

    private final Random random;
    private final int partitions;
    private final int emptyPartition;
    private final int sensors;
    private final int metrics;
    private final int step;
    private final long resolution;
    private final List<Sent> sent = new ArrayList<>();
    private long now = BEGIN.toEpochMilli();

    /**
     * Writes to a topic.
     *
     * @param resolution of the clocks of the sensors, in milliseconds: several readings of one
     *     instant are usual if it is coarse
     */
    Writer(Random random, int partitions, long resolution) {
      this.resolution = resolution;
      this.random = random;
      this.partitions = partitions;
      this.emptyPartition = partitions > 1 && random.nextInt(3) == 0 ? partitions - 1 : -1;
      this.sensors = 1 + random.nextInt(4);
      this.metrics = random.nextInt(6) == 0 ? 1 : 2 + random.nextInt(2);
      this.step = 1 + random.nextInt(4000);
    }

    List<Sent> write(int messages) {
      while (sent.size() < messages) {
        now += random.nextInt(40) == 0 ? random.nextInt(90_000) : random.nextInt(step);
        if (!sent.isEmpty() && random.nextInt(20) == 0) {
          Sent again = sent.get(random.nextInt(sent.size()));
          sent.add(
              new Sent(partition(again.key()), now, again.key(), again.text(), again.readings()));
        } else if (random.nextInt(20) == 0) {
          String broken = BROKEN[random.nextInt(BROKEN.length)];
          sent.add(new Sent(partition("s0"), now, "s0", broken, List.of()));
        } else {
          sent.add(message());
        }
      }
      return List.copyOf(sent);
    }

    private Sent message() {
      String sensor = "s" + random.nextInt(sensors);
      boolean ahead = random.nextInt(40) == 0;
      long exact = ahead ? now + A_YEAR.toMillis() : now - lag();
      long instant = exact - exact % resolution;
      Map<String, Double> values = new LinkedHashMap<>();
      for (int metric = 0; metric < metrics; metric++) {
        if (values.isEmpty() || random.nextInt(3) > 0) {
          String name = metric == 0 ? "temperature" : "metric_" + metric;
          values.put(name, value(name.equals(AROUND_0)));
        }
      }
      String members =
          values.entrySet().stream()
              .map(value -> ",\"" + value.getKey() + "\":" + value.getValue())
              .collect(Collectors.joining());
      String text =
          String.format(
              Locale.ROOT,
              "{\"timestamp\":\"%s\",\"sensor_id\":\"%s\"%s}",
              Instant.ofEpochMilli(instant),
              sensor,
              members);
      List<Reading> readings = new ArrayList<>();
      if (!ahead) {
        values.forEach(
            (metric, value) ->
                readings.add(new Reading(new Series(sensor, metric), instant, value)));
      }
      return new Sent(partition(sensor), now, sensor, text, readings);
    }

    /** Mostly little, sometimes more than is waited for, at times far more. */
    private long lag() {
      int kind = random.nextInt(100);
      return kind < 60
          ? 0
          : kind < 80 ? random.nextInt(3_000) : random.nextInt(kind < 92 ? 15_000 : 200_000);
    }

    private double value(boolean around0) {
      if (random.nextInt(12) == 0) {
        return HOSTILE[random.nextInt(HOSTILE.length)];
      }
      return around0
          ? Math.rint(3 * random.nextGaussian())
          : Math.rint(2_800 + 200 * random.nextGaussian()) / 100;
    }

    private int partition(String sensor) {
      boolean anywhere = random.nextInt(4) == 0;
      int wanted = Math.floorMod(anywhere ? random.nextInt() : sensor.hashCode(), partitions);
      return wanted == emptyPartition ? 0 : wanted;
    }
  }
}
