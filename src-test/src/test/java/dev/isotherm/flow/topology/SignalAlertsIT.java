package dev.isotherm.flow.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.RandomSignalRules;
import dev.isotherm.flow.topology.SignalRun.Options;
import dev.isotherm.flow.topology.SignalRun.Setup;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.sensors.SensorTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random rules on signals, and random messages: batch, stream and replay agree. */
class SignalAlertsIT {

  @RegisterExtension static final FlowCluster CLUSTER = new FlowCluster();

  private static final long SEED = Long.getLong("isotherm.seed", System.nanoTime());

  private static final String SITES =
      """
      sensors:
        - { sensor: s0, labels: { site: north }, stuckAfter: 20s }
        - { sensor: s1, labels: { site: north }, limits: { outside: 1 } }
        - { sensor: s2, labels: { site: south } }
        - { sensor: s3, metric: a, stuckAfter: 5s }
        - { sensor: s3, labels: { site: south }, limits: { outside: 0 } }
      """;

  private static final SensorTable TABLE = SignalRun.tableOf(SITES);

  /** What the streams whose messages are divided have excluded. */
  private static final Map<Exclusion, Integer> EXCLUDED = new EnumMap<>(Exclusion.class);

  /** How many replays there were, and in how many of them it mattered that something was late. */
  private static int replayed;

  private static int mattered;

  @TempDir static Path folder;

  /** Half of them for each test. */
  static IntStream runs() {
    return IntStream.rangeClosed(1, Math.max(1, Integer.getInteger("isotherm.runs", 8) / 2));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void batchAndStreamSayWhatTheRulesMean(int run) throws Exception {
    Random random = random(run);
    Setup setup = setup(random, RandomMessages.of(random, 0, 0), Options.NONE);
    List<String> expected = sorted(setup, setup.messages().simulated(setup.rules(), TABLE));
    assertThat(expected).hasSizeGreaterThan(100);
    SignalRun batch = setup.batch(1 + random.nextInt(3));
    SignalRun.assertSame(sorted(setup, batch.transitions()), expected);
    SignalRun stream = setup.stream(1 + random.nextInt(3));
    assertThat(stream.late()).isEmpty();
    SignalRun.assertSame(sorted(setup, stream.transitions()), expected);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void whatTheStreamSaidIsWhatAReplaySaysWithoutTheLateLog(int run) throws Exception {
    Random random = random(100 + run);
    Setup setup = setup(random, RandomMessages.of(random, 30_000, 0), Options.NONE);
    SignalRun stream = setup.stream(1 + random.nextInt(3));
    assertThat(stream.late()).isNotEmpty();
    assertThat(stream.late()).allMatch(late -> late.excludedFrom() == Exclusion.SIGNALS);
    assertReplayed(setup, stream, 1 + random.nextInt(3));
    List<String> ofAll = sorted(setup, setup.messages().simulated(setup.rules(), TABLE));
    replayed++;
    mattered += ofAll.equals(sorted(setup, stream.transitions())) ? 0 : 1;
  }

  /** One run in a thousand has rules for which it does not matter. */
  @AfterAll
  static void whatIsLateMatters() {
    assertThat(mattered).isGreaterThanOrEqualTo(replayed - 1 - replayed / 100);
  }

  /** What waits for its order, and for its parts, is evaluated as in a batch. */
  @ParameterizedTest
  @MethodSource("runs")
  void batchAndStreamAgreeAlsoIfMessagesAreOutOfOrderAndDivided(int run) throws Exception {
    Random random = random(200 + run);
    Options options = options(random, run);
    // The check for stuck values does not wait any longer for those that reorder.
    long disorder =
        SignalRun.OUT_OF_ORDER + (options.checks().isEmpty() ? options.delayMillis() : 0);
    RandomMessages messages =
        RandomMessages.of(random, (int) disorder, options.dropsDuplicates() ? 1 : 0);
    Setup setup = new Setup(CLUSTER, folder, SITES, withEachMessage(random), messages, options);
    SignalRun stream = setup.stream(1 + random.nextInt(3));
    assertThat(stream.late()).noneMatch(late -> late.excludedFrom() == Exclusion.SIGNALS);
    count(stream.late());
    assertThat(sorted(setup, stream.transitions())).hasSizeGreaterThan(50);
    assertSimulated(setup, stream);
    SignalRun batch = setup.batch(1 + random.nextInt(3));
    SignalRun.assertSame(sorted(setup, stream.transitions()), sorted(setup, batch.transitions()));
    assertReplayed(setup, stream, 1 + random.nextInt(3));
  }

  /**
   * Parts of a late message may be late or not, each by itself, but none is lost or there twice.
   */
  @ParameterizedTest
  @MethodSource("runs")
  void theLateLogExplainsAlsoAStreamThatDividesMessages(int run) throws Exception {
    Random random = random(300 + run);
    Options options = options(random, run);
    RandomMessages messages = RandomMessages.of(random, 90_000, options.dropsDuplicates() ? 4 : 0);
    Setup setup = setup(random, messages, options);
    int parallelism = 1 + (run - 1) % 3;
    SignalRun stream = setup.stream(parallelism);
    count(stream.late());
    if (parallelism == 1) { // else some subtask may hold the watermark back until the end
      assertThat(stream.late()).anyMatch(late -> late.excludedFrom() == Exclusion.SIGNALS);
    }
    assertSimulated(setup, stream);
    assertReplayed(setup, stream, 1 + random.nextInt(3));
  }

  /** Each of the three, alone and together. */
  private static Options options(Random random, int run) {
    int three = run < 8 ? List.of(7, 1, 2, 4, 3, 5, 6).get(run - 1) : 1 + random.nextInt(7);
    return new Options(
        (three & 1) == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(random.nextInt(60))),
        (three & 2) != 0,
        (three & 4) == 0 ? PlausibilityChecks.NONE : PlausibilityChecks.of(TABLE));
  }

  private static void count(List<LateReading> late) {
    late.forEach(one -> EXCLUDED.merge(one.excludedFrom(), 1, Integer::sum));
  }

  /** A scenario that has nothing to cope with proves nothing. */
  @AfterAll
  static void allKindsOfReadingsWereExcluded() {
    System.out.println("SignalAlertsIT " + EXCLUDED);
    if (!EXCLUDED.isEmpty()) {
      assertThat(EXCLUDED)
          .containsKeys(
              Exclusion.SIGNALS,
              Exclusion.EVERYTHING,
              Exclusion.IMPLAUSIBLE_STUCK,
              Exclusion.STUCK_CHECK);
    }
  }

  private static void assertSimulated(Setup setup, SignalRun stream) {
    Set<Reading> fromAll =
        stream.late().stream()
            .filter(late -> late.excludedFrom().isFromEverything())
            .map(LateReading::reading)
            .collect(Collectors.toSet());
    List<Transition> simulated =
        setup
            .messages()
            .simulated(
                setup.rules(),
                TABLE,
                rule ->
                    stream.late().stream()
                        .filter(
                            late ->
                                late.excludedFrom().isFromEverything()
                                    || rule.name().equals(late.rule()))
                        .map(LateReading::reading)
                        .collect(Collectors.toSet()));
    assertThat(stream.late())
        .as("what is excluded from everything comes to no rule")
        .noneMatch(late -> late.rule() != null && fromAll.contains(late.reading()));
    SignalRun.assertSame(sorted(setup, stream.transitions()), sorted(setup, simulated));
  }

  private static void assertReplayed(Setup setup, SignalRun stream, int parallelism)
      throws Exception {
    if (stream.late().isEmpty()) {
      return; // what a batch says, then
    }
    SignalRun replay = setup.replay(parallelism, stream.late());
    assertThat(replay.late()).as("entries that are not true, or missing").isEmpty();
    SignalRun.assertSame(sorted(setup, replay.transitions()), sorted(setup, stream.transitions()));
  }

  private static List<String> sorted(Setup setup, List<Transition> transitions) {
    return SignalRun.sorted(transitions, setup.options());
  }

  private static Random random(int run) {
    System.out.println("SignalAlertsIT: -Disotherm.seed=" + SEED + ", run " + run);
    return new Random(31 * SEED + run);
  }

  private static Setup setup(Random random, RandomMessages messages, Options options) {
    RuleSet rules = new RandomSignalRules(random, "a", "b", true).of(12);
    return new Setup(CLUSTER, folder, SITES, rules, messages, options);
  }

  /** Steps do not wait for the order of messages, so some of these are late for them. */
  private static RuleSet withEachMessage(Random random) {
    return new RuleSet(
        new RandomSignalRules(random, "a", "b", true)
            .of(12).rules().stream().filter(rule -> rule.signal().every() == null).toList());
  }
}
