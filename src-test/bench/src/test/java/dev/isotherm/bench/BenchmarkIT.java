package dev.isotherm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.isotherm.bench.files.FileReadings;
import dev.isotherm.bench.files.FileShape;
import dev.isotherm.bench.latency.LatencyContest;
import dev.isotherm.bench.latency.LatencyTrials;
import dev.isotherm.bench.scale.ScaleContest;
import dev.isotherm.bench.scale.ScaleTrial;
import dev.isotherm.bench.scale.StreamOptions;
import dev.isotherm.bench.streams.Backlog;
import dev.isotherm.bench.streams.Broker;
import dev.isotherm.bench.streams.StreamPeers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs the contests and prints their tables; what it asserts is that all answers agree. */
class BenchmarkIT {

  static final long SEED = number("isotherm.seed");
  private static final int ROUNDS = (int) number("isotherm.rounds");
  private static final long ROWS = number("isotherm.rows");
  private static final long NAIVE_ROWS = Math.min(ROWS, 2_000_000);
  static final long WARM_UP_ROWS = Math.min(ROWS, 2_000_000);
  static final long FEW_ROWS = 10;
  static final long MESSAGES = number("isotherm.messages");
  static final long WARM_UP_MESSAGES = number("isotherm.warm-up-messages");
  private static final int BUSY_RATE = (int) number("isotherm.busy-rate");
  private static final Duration LATENCY_WARM_UP =
      Duration.ofSeconds(number("isotherm.warm-up-seconds"));
  private static final Duration LATENCY_MEASURED = Duration.ofSeconds(number("isotherm.seconds"));
  private static final Pattern ONLY = Pattern.compile(System.getProperty("isotherm.only", ""));
  private static final long DAY_MILLIS = 86_400_000;

  /** Of one more stream, which has these options, too. */
  static final List<String> STREAM_OPTIONS =
      Stream.of(System.getProperty("isotherm.stream-options", "").split(" "))
          .filter(option -> !option.isBlank())
          .toList();

  static final Path FOLDER = Path.of("target", "readings");
  private static final Path RESULTS = Path.of("target", "results");
  private static final Path SQL_CLASS_PATH = Path.of("sql", "target", "class-path");
  private static final Path TEST_CLASSES = Path.of("target", "test-classes");

  /** What the build sets, and a user may set in its place. */
  private static long number(String property) {
    return Long.parseLong(System.getProperty(property));
  }

  @Test
  void csvFiles() throws Exception {
    files(FileShape.CSV);
  }

  @Test
  void jsonFiles() throws Exception {
    files(FileShape.JSON);
  }

  /** Files that need a mapping, beside those that need none. */
  @Test
  void mappedFiles() throws Exception {
    List<Contestant> shapes = new ArrayList<>();
    for (FileShape shape : FileShape.values()) {
      shapes.add(
          task(
              shape.name(),
              "IsothermBatch",
              ROWS,
              file(shape, FEW_ROWS),
              file(shape, WARM_UP_ROWS),
              file(shape, ROWS),
              "2",
              shape.name()));
    }
    run(
        new Contest(String.format(Locale.ROOT, "Batch, mapped, %,d rows", ROWS), "rows", shapes),
        "batch-mapped");
  }

  private static String file(FileShape shape, long rows) throws IOException {
    return FileReadings.file(FOLDER, shape, rows, SEED).toAbsolutePath().toString();
  }

  private static void files(FileShape shape) throws Exception {
    String few = file(shape, FEW_ROWS);
    String small = file(shape, WARM_UP_ROWS);
    String large = file(shape, ROWS);
    String some = file(shape, NAIVE_ROWS);
    List<Contestant> before =
        Jvm.CLASS_PATH_BEFORE.isEmpty()
            ? List.of()
            : List.of(
                new TaskProcess(
                    "isotherm batch, before",
                    Jvm.CLASS_PATH_BEFORE,
                    "dev.isotherm.bench.files.IsothermBatch",
                    ROWS,
                    List.of(few, small, large, "2", shape.name())));
    List<Contestant> now =
        List.of(
            task("isotherm batch", "IsothermBatch", ROWS, few, small, large, "2", shape.name()),
            task(
                "isotherm batch, parallelism 1",
                "IsothermBatch",
                ROWS,
                few,
                small,
                large,
                "1",
                shape.name()),
            task("DuckDB", "DuckDb", ROWS, few, small, large),
            task("hand-written loop, 2 threads", "MappedLoop", ROWS, few, small, large),
            task("naive DataStream", "NaiveBatch", NAIVE_ROWS, few, some, some),
            // So that the naive one's answer is compared, too.
            task("loop, as many as that", "MappedLoop", NAIVE_ROWS, few, some, some));
    boolean json = shape == FileShape.JSON;
    run(
        new Contest(
            String.format(Locale.ROOT, "Batch, %s, %,d rows", json ? "JSON lines" : "CSV", ROWS),
            "rows",
            Stream.concat(now.stream(), before.stream()).toList()),
        json ? "batch-json" : "batch-csv");
  }

  static Contestant task(String name, String task, long units, String... arguments) {
    return new TaskProcess(
        name, Jvm.CLASS_PATH, "dev.isotherm.bench.files." + task, units, List.of(arguments));
  }

  @Test
  void streams() throws Exception {
    String sql = TEST_CLASSES.toAbsolutePath() + ":" + Files.readString(SQL_CLASS_PATH);
    try (Broker broker = new Broker()) {
      broker.create("readings", 4);
      Backlog backlog =
          Backlog.write(broker.bootstrapServers(), "readings", WARM_UP_MESSAGES, MESSAGES, SEED);
      run(
          new Contest(
              String.format(Locale.ROOT, "Stream, backlog of %,d messages", MESSAGES),
              "messages",
              StreamPeers.all(broker, backlog, sql)),
          "stream");
    }
  }

  /** At a rate that leaves a machine idle. */
  @Test
  void latency() throws Exception {
    latency(2_000, "latency", 2, 1);
  }

  /** At one that keeps it busy. */
  @Test
  void busyLatency() throws Exception {
    latency(BUSY_RATE, "latency-busy", 2);
  }

  private static void latency(int rate, String file, int... tasks) throws Exception {
    try (Broker broker = new Broker()) {
      LatencyTrials trials =
          new LatencyTrials(broker, rate, LATENCY_WARM_UP, LATENCY_MEASURED, STREAM_OPTIONS);
      LatencyContest contest =
          new LatencyContest(
              String.format(Locale.ROOT, "Latency of an alert, %,d messages/s", rate),
              trials.all(tasks).stream()
                  .filter(trial -> ONLY.matcher(trial.name()).find())
                  .toList());
      assumeFalse(contest.trials().isEmpty(), "none of them is chosen");
      List<LatencyContest.Score> scores = contest.run(ROUNDS, System.err);
      contest.print(scores, System.out);
      contest.write(scores, RESULTS.resolve(file + ".json"));
      assertThat(scores).hasSize(contest.trials().size());
    }
  }

  /** Few series and many, in one window each and in many. */
  @Test
  void scale() throws Exception {
    try (Broker broker = new Broker()) {
      ScaleContest contest =
          new ScaleContest(
              Stream.of(
                      scale(broker, "1,000 series, 1 day", 1_000, 1, "1h", "1s"),
                      scale(broker, "1,000 series, 30 days", 1_000, 30, "30d", "1s"),
                      scale(broker, "1,000,000 series, 1 day", 1_000_000, 1, "1h", "10s"),
                      scale(
                          broker,
                          "1,000 series, 1 day, no rules",
                          1_000,
                          1,
                          "1h",
                          "1s",
                          "--rules=none"),
                      scale(
                          broker,
                          "1,000,000 series, 1 day, no rules",
                          1_000_000,
                          1,
                          "1h",
                          "5s",
                          "--rules=none"))
                  .flatMap(Optional::stream)
                  .toList());
      assumeFalse(contest.trials().isEmpty(), "none of them is chosen");
      Map<ScaleTrial, List<ScaleTrial.Cost>> costs = contest.run(ROUNDS, System.err);
      contest.print(costs, System.out);
      contest.write(costs, RESULTS.resolve("scale.json"));
      assertThat(costs).hasSize(contest.trials().size());
    }
  }

  /**
   * All windows stay open until the end.
   *
   * @param commits how often; where it is seldom, what few series do is over before it is seen
   */
  private static Optional<ScaleTrial> scale(
      Broker broker,
      String name,
      int series,
      int days,
      String allowedLateness,
      String commits,
      String... more)
      throws Exception {
    if (!ONLY.matcher(name).find()) {
      return Optional.empty();
    }
    String topic = name.replaceAll("[^a-z0-9]+", "-");
    broker.create(topic, Backlog.PARTITIONS);
    double hours = 24.0 * days - 1; // so that the last readings are in the last day, too
    double millisBetween = hours * 3_600_000 / (2 * MESSAGES);
    Backlog.Shape shape = new Backlog.Shape(series, DAY_MILLIS, millisBetween);
    Backlog backlog =
        Backlog.write(broker.bootstrapServers(), topic, shape, MESSAGES, MESSAGES, SEED);
    return Optional.of(
        new ScaleTrial(
            name,
            broker,
            backlog,
            Stream.concat(
                    Stream.of(
                        "--window=1d",
                        "--allowed-lateness=" + allowedLateness,
                        "--checkpoint-interval=" + commits),
                    Stream.of(more))
                .toList()));
  }

  /** What a reading costs with rules and checks of each kind, in windows of a minute. */
  @Test
  void streamOptions() throws Exception {
    try (Broker broker = new Broker()) {
      String topic = "readings";
      broker.create(topic, Backlog.PARTITIONS);
      Backlog backlog =
          Backlog.write(
              broker.bootstrapServers(), topic, Backlog.SECONDS, MESSAGES, MESSAGES, SEED);
      List<ScaleTrial> trials = new ArrayList<>();
      StreamOptions.trials()
          .forEach(
              (name, options) -> {
                if (ONLY.matcher(name).find()) {
                  trials.add(new ScaleTrial(name, broker, backlog, options));
                }
              });
      ScaleContest contest = new ScaleContest(trials);
      Map<ScaleTrial, List<ScaleTrial.Cost>> costs = contest.run(ROUNDS, System.err);
      contest.print(costs, System.out);
      contest.write(costs, RESULTS.resolve("stream-options.json"));
      assertThat(costs).hasSize(contest.trials().size());
    }
  }

  static List<Contest.Score> run(Contest whole, String file) throws Exception {
    Contest contest =
        new Contest(
            whole.name(),
            whole.unit(),
            whole.contestants().stream().filter(one -> ONLY.matcher(one.name()).find()).toList());
    assumeFalse(contest.contestants().isEmpty(), () -> "none of " + whole.name() + " is chosen");
    List<Contest.Score> scores = contest.run(ROUNDS, System.err);
    contest.print(scores, System.out);
    contest.write(scores, RESULTS.resolve(file + ".json"));
    assertThat(scores).hasSize(contest.contestants().size());
    return scores;
  }
}
