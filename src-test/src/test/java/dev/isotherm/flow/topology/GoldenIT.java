package dev.isotherm.flow.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.model.Average;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.window.CalendarWindows;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cases with numbers that were worked out by hand, one folder each under {@code golden/}: {@code
 * in.jsonl}; {@code averages.jsonl}, sorted by window and series; {@code transitions.jsonl}, sorted
 * by instant, series, severity and repeat. Where a stream cannot say the same, because it sees
 * readings as they arrive, {@code transitions-live.jsonl} has what it says.
 *
 * <p>Each window comes once, unless there is {@code updates-live.jsonl}: it has the averages of a
 * stream in their order, and, for a withdrawal, the key alone. Then {@code averages.jsonl} is what
 * remains of them, as if it had come first. With more than one subtask, a watermark may come before
 * a late reading or after it, so only what remains is known.
 *
 * <p>{@code case.properties} may name a {@code window} (a duration such as PT1M, or a unit of the
 * calendar; else the day), a {@code slide}, a {@code session-gap}, and a {@code zone}.
 */
class GoldenIT {

  @RegisterExtension static final FlowCluster CLUSTER = new FlowCluster();

  static Stream<Arguments> cases() throws IOException, URISyntaxException {
    Path golden = Path.of(GoldenIT.class.getResource("/golden").toURI());
    List<Arguments> cases = new ArrayList<>();
    try (Stream<Path> folders = Files.list(golden)) {
      for (Path folder : folders.sorted().toList()) {
        for (RuntimeExecutionMode mode :
            List.of(RuntimeExecutionMode.BATCH, RuntimeExecutionMode.STREAMING)) {
          for (int parallelism : new int[] {1, 2, 4}) {
            cases.add(Arguments.of(folder.getFileName().toString(), mode, parallelism, folder));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} in {1}, parallelism {2}")
  @MethodSource("cases")
  void saysWhatWasWorkedOutByHand(
      String name, RuntimeExecutionMode mode, int parallelism, Path folder) throws Exception {
    TopologyRun run = run(folder, mode, parallelism);
    Path live = folder.resolve("transitions-live.jsonl");
    boolean differs = mode == RuntimeExecutionMode.STREAMING && Files.exists(live);
    assertThat(averages(run)).isEqualTo(Files.readString(folder.resolve("averages.jsonl")));
    Path updates = folder.resolve("updates-live.jsonl");
    if (mode == RuntimeExecutionMode.BATCH || !Files.exists(updates)) {
      assertThat(run.updates()).hasSameSizeAs(run.latest().keySet());
      assertThat(run.averages()).allMatch(average -> average.revision() == 0);
    } else if (parallelism == 1) {
      assertThat(updates(run)).isEqualTo(Files.readString(updates));
    }
    assertThat(transitions(run))
        .isEqualTo(Files.readString(differs ? live : folder.resolve("transitions.jsonl")));
  }

  private static TopologyRun run(Path folder, RuntimeExecutionMode mode, int parallelism)
      throws Exception {
    Properties properties = new Properties();
    if (Files.exists(folder.resolve("case.properties"))) {
      try (Reader reader = Files.newBufferedReader(folder.resolve("case.properties"))) {
        properties.load(reader);
      }
    }
    ZoneId zone = ZoneId.of(properties.getProperty("zone", "UTC"));
    TopologyRun.Setup setup =
        new TopologyRun.Setup(
            CLUSTER,
            mode,
            parallelism,
            windowing(properties, zone),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));
    byte[] lines = Files.readAllBytes(folder.resolve("in.jsonl"));
    LineBlock block =
        new LineBlock(
            "in.jsonl", 0, FileDialect.byName("in.jsonl"), new byte[0], 0, lines, lines.length, 0);
    FileParsers parsers =
        new FileParsers(
            ParseOptions.defaults().withZone(zone),
            FileParsers.Layout.defaults(),
            InstantBounds.NONE);
    StreamExecutionEnvironment environment = setup.environment();
    return TopologyRun.of(
        environment,
        Topology.parse(environment.fromData(IngestTypes.LINE_BLOCK, block), parsers).readings(),
        setup);
  }

  private static Windowing windowing(Properties properties, ZoneId zone) {
    String window = properties.getProperty("window", "day");
    String slide = properties.getProperty("slide");
    String gap = properties.getProperty("session-gap");
    if (gap != null) {
      return Windowing.sessions(Duration.parse(gap));
    }
    if (!window.startsWith("PT")) {
      return Windowing.calendar(
          CalendarWindows.Unit.valueOf(window.toUpperCase(Locale.ROOT)), zone);
    }
    Duration length = Duration.parse(window);
    return slide == null
        ? Windowing.tumbling(length)
        : Windowing.sliding(length, Duration.parse(slide));
  }

  private static String averages(TopologyRun run) {
    StringBuilder lines = new StringBuilder();
    run.latest().values().stream()
        .sorted(Comparator.comparing(Average::windowStartMillis).thenComparing(Average::series))
        .forEach(
            average -> lines.append(new String(JsonLinesWriter.of(average), UTF_8)).append('\n'));
    return lines.toString();
  }

  private static String updates(TopologyRun run) {
    StringBuilder lines = new StringBuilder();
    for (AverageUpdate update : run.updates()) {
      byte[] line =
          update.isWithdrawal()
              ? JsonLinesWriter.keyOf(update.window())
              : JsonLinesWriter.of(update.average());
      lines.append(new String(line, UTF_8)).append('\n');
    }
    return lines.toString();
  }

  private static String transitions(TopologyRun run) {
    StringBuilder lines = new StringBuilder();
    run.transitions().stream()
        .sorted(
            Comparator.comparing(Transition::atMillis)
                .thenComparing(Transition::series)
                .thenComparing(Transition::severity, Severities.STANDARD)
                .thenComparing(Transition::repeat))
        .forEach(
            transition ->
                lines.append(new String(JsonLinesWriter.of(transition), UTF_8)).append('\n'));
    return lines.toString();
  }
}
