package dev.isotherm.flow.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.RandomRules;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.window.CalendarWindows;
import dev.isotherm.window.Windowing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Under rules on averages, a stream says what a batch says. */
class AverageAlertsIT {

  private static final long SEED = Long.getLong("isotherm.seed", new Random().nextLong());
  private static final long NOON = 1_751_371_200_000L;
  private static final int SERIES = 6;

  /** When every series has its last reading: what falls due before is shown by it at the latest. */
  private static final long END = NOON + 3_600_000;

  @RegisterExtension static final FlowCluster CLUSTER = new FlowCluster();

  static Stream<Arguments> windowings() {
    return Stream.of(
        Arguments.of(Windowing.tumbling(Duration.ofSeconds(10)), 4),
        Arguments.of(Windowing.sliding(Duration.ofSeconds(20), Duration.ofSeconds(5)), 2),
        Arguments.of(Windowing.sessions(Duration.ofSeconds(6)), 4));
  }

  @ParameterizedTest
  @MethodSource("windowings")
  void whatIsInOrderIsTheSameInBothModes(Windowing windowing, int parallelism) throws Exception {
    Random random = random();
    RuleSet rules = rules(random);
    List<Reading> readings = readings(random, 0);
    TopologyRun batch =
        TopologyRun.of(readings, setup(RuntimeExecutionMode.BATCH, 1, windowing, rules, 0));
    TopologyRun stream =
        TopologyRun.of(
            readings, setup(RuntimeExecutionMode.STREAMING, parallelism, windowing, rules, 15));
    assertThat(batch.transitions()).hasSizeGreaterThan(50);
    assertThat(batch.transitions()).anyMatch(one -> one.reason().isDeadline());
    assertThat(stream.ledger()).isEmpty();
    assertThat(sorted(stream.transitions())).isEqualTo(sorted(batch.transitions()));
  }

  /** Averages can change for 15 s after the rules have seen them. */
  @ParameterizedTest
  @MethodSource("windowings")
  void whatTheStreamSaidIsWhatAReplaySaysWithoutTheLedger(Windowing windowing, int parallelism)
      throws Exception {
    Random random = random();
    RuleSet rules = rules(random);
    List<Reading> readings = readings(random, 20_000);
    TopologyRun stream =
        TopologyRun.of(
            readings, setup(RuntimeExecutionMode.STREAMING, parallelism, windowing, rules, 15));
    assertThat(stream.averages()).anyMatch(average -> average.revision() > 0);
    List<LateReading> ledger =
        stream.ledger().stream()
            .filter(late -> late.excludedFrom() == Exclusion.AVERAGE_ALERTS)
            .toList();
    assertThat(ledger).isNotEmpty().hasSizeLessThan(readings.size());
    assertThat(replay(windowing, rules, readings, ledger)).isEqualTo(sorted(stream.transitions()));
    TopologyRun withAll =
        TopologyRun.of(readings, setup(RuntimeExecutionMode.BATCH, 2, windowing, rules, 0));
    assertThat(sorted(withAll.transitions()))
        .as("what is late would matter")
        .isNotEqualTo(sorted(stream.transitions()));
  }

  /** Whatever the windows of the job, and whatever windows other rules have. */
  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"BATCH", "STREAMING"})
  void aRuleSaysOverItsOwnWindowsWhatItSaysInAJobWithThese(RuntimeExecutionMode mode)
      throws Exception {
    Random random = random();
    Duration window = Duration.ofSeconds(10);
    RuleSet rules = rules(random);
    List<Reading> readings = readings(random, 0);
    int parallelism = mode == RuntimeExecutionMode.BATCH ? 2 : 4;
    TopologyRun ofJob =
        TopologyRun.of(readings, setup(mode, parallelism, Windowing.tumbling(window), rules, 0));
    List<Rule> all = new ArrayList<>(own(rules, "", window).rules());
    all.addAll(own(rules, "-30", Duration.ofSeconds(30)).rules());
    all.addAll(own(rules, "-of-job", null).rules());
    TopologyRun own =
        TopologyRun.of(
            readings,
            setup(
                mode,
                parallelism,
                Windowing.sessions(Duration.ofSeconds(6)),
                new RuleSet(all),
                15));
    assertThat(own.ledger()).isEmpty();
    assertThat(ofJob.transitions()).hasSizeGreaterThan(50);
    assertThat(withoutVersion(own.transitions(), one -> !one.rule().contains("-")))
        .isEqualTo(withoutVersion(ofJob.transitions(), one -> true));
    assertThat(own.transitions()).anyMatch(one -> one.rule().endsWith("-30"));
    assertThat(own.transitions()).anyMatch(one -> one.rule().endsWith("-of-job"));
  }

  /** The windows of 10 s and those of 20 s that slide by 5 s begin and end together at times. */
  @Test
  void eachWindowHasItsOwnEntriesInTheLedger() throws Exception {
    Random random = random();
    Windowing windowing = Windowing.sliding(Duration.ofSeconds(20), Duration.ofSeconds(5));
    RuleSet rules = rules(random);
    List<Rule> all = new ArrayList<>(rules.rules());
    all.addAll(own(rules, "-10", Duration.ofSeconds(10)).rules());
    all.addAll(own(rules, "-20", Duration.ofSeconds(20)).rules());
    RuleSet both = new RuleSet(all);
    List<Reading> readings = readings(random, 20_000);
    TopologyRun stream =
        TopologyRun.of(readings, setup(RuntimeExecutionMode.STREAMING, 2, windowing, both, 15));
    List<LateReading> ledger =
        stream.ledger().stream()
            .filter(
                late ->
                    late.excludedFrom() == Exclusion.AVERAGE_ALERTS
                        || late.excludedFrom() == Exclusion.RULE_WINDOWS)
            .toList();
    for (int seconds : new int[] {10, 20}) {
      assertThat(ledger)
          .anyMatch(
              late ->
                  late.excludedFrom() == Exclusion.RULE_WINDOWS
                      && late.window().endMillis() - late.window().startMillis()
                          == 1000L * seconds);
    }
    assertThat(replay(windowing, both, readings, ledger)).isEqualTo(sorted(stream.transitions()));
  }

  /** These rules on averages with windows of their own; {@code null} for those of the job. */
  private static RuleSet own(RuleSet rules, String suffix, Duration window) {
    return new RuleSet(
        rules.rules().stream()
            .map(
                rule -> {
                  Selector of = rule.selector();
                  return new Rule(
                      rule.name() + suffix,
                      window == null ? of : Selector.ofWindows(of.metric(), of.sensors(), window),
                      rule.levels(),
                      rule.timing(),
                      rule.annotations());
                })
            .toList());
  }

  private static List<String> withoutVersion(
      List<Transition> transitions, Predicate<Transition> which) {
    return sorted(
        transitions.stream().filter(which).map(one -> one.numbered(one.repeat(), null)).toList());
  }

  /** One reading at noon of each local day; the day of the second hot one has 25 hours. */
  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"BATCH", "STREAMING"})
  void aDayIsADayOfTheCalendar(RuntimeExecutionMode mode) throws Exception {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    RuleSet rules =
        RuleFile.parse(
            "rules.yaml",
            """
            rules:
              - { name: hold, metric: t, on: averages, levels: { warning: { above: 20 } }, holdFor: 1d }
              - { name: silent, metric: t, on: averages, noDataAfter: 1d }
              - { name: keep, metric: t, on: averages, levels: { warning: { above: 20 } }, keepFiringFor: 1d }
            """);
    List<Reading> readings = new ArrayList<>();
    for (LocalDate day = LocalDate.of(2025, 10, 22);
        day.getDayOfMonth() < 31;
        day = day.plusDays(1)) {
      long noon = day.atTime(12, 0).atZone(berlin).toInstant().toEpochMilli();
      readings.add(new Reading(new Series("s", "t"), noon, day.getDayOfMonth() == 25 ? 25 : 10));
    }
    TopologyRun run =
        TopologyRun.of(
            readings,
            setup(mode, 1, Windowing.calendar(CalendarWindows.Unit.DAY, berlin), rules, 0));
    assertThat(
            run.transitions().stream()
                .map(
                    one ->
                        Instant.ofEpochMilli(one.atMillis())
                            + " "
                            + one.rule()
                            + " "
                            + one.state()))
        .containsExactlyInAnyOrder(
            "2025-10-25T22:00:00Z hold PENDING",
            "2025-10-26T23:00:00Z hold INACTIVE",
            "2025-10-25T22:00:00Z keep FIRING",
            "2025-10-27T23:00:00Z keep RESOLVED");
  }

  private static List<String> replay(
      Windowing windowing, RuleSet rules, List<Reading> readings, List<LateReading> ledger)
      throws Exception {
    StreamExecutionEnvironment environment =
        setup(RuntimeExecutionMode.BATCH, 2, windowing, rules, 0).environment();
    DataStream<Reading> log =
        environment
            .fromData(readings, ModelTypes.READING)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Reading>noWatermarks()
                    .withTimestampAssigner((reading, before) -> reading.epochMillis()));
    DataStream<LateReading> late =
        environment
            .fromData(ledger, ModelTypes.LATE_READING)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<LateReading>noWatermarks()
                    .withTimestampAssigner((one, before) -> one.reading().epochMillis()));
    GatheringSink<Transition> transitions = new GatheringSink<>();
    GatheringSink<LateReading> unmatched = new GatheringSink<>();
    RuleSetHistory history = RuleSetHistory.of(rules);
    for (AverageAlertTopology on : AverageAlertTopology.of(history, windowing)) {
      ReplayTopology.InTime inTime = on.inTime(log, late);
      on.replay(inTime, history).transitions().sinkTo(transitions);
      inTime.unmatched().sinkTo(unmatched);
    }
    environment.execute("replay");
    assertThat(unmatched.gathered()).isEmpty();
    return sorted(transitions.gathered());
  }

  private static Random random() {
    System.out.println("AverageAlertsIT: -Disotherm.seed=" + SEED);
    return new Random(SEED);
  }

  private static RuleSet rules(Random random) {
    List<Rule> onAverages = new ArrayList<>();
    for (Rule rule : RandomRules.of(random, 20, "temperature").rules()) {
      Selector selector =
          new Selector(rule.metric(), rule.selector().sensors(), Selector.Source.AVERAGES);
      onAverages.add(
          new Rule(rule.name(), selector, rule.levels(), rule.timing(), rule.annotations()));
    }
    return new RuleSet(onAverages);
  }

  private static TopologyRun.Setup setup(
      RuntimeExecutionMode mode,
      int parallelism,
      Windowing windowing,
      RuleSet rules,
      int latenessSeconds) {
    return new TopologyRun.Setup(
        CLUSTER,
        mode,
        parallelism,
        windowing,
        Duration.ofSeconds(2),
        Duration.ofSeconds(latenessSeconds),
        RuleSetHistory.of(rules));
  }

  private static List<String> sorted(List<Transition> transitions) {
    return transitions.stream().map(Transition::toString).sorted().toList();
  }

  /** One or two seconds apart, now and then much further; up to {@code disorder} ms late. */
  private static List<Reading> readings(Random random, int disorder) {
    List<Reading> readings = new ArrayList<>();
    long now = NOON;
    for (int i = 0; i < 1_500; i++) {
      long late = disorder > 0 && random.nextInt(4) == 0 ? random.nextInt(disorder) : 0;
      readings.add(
          new Reading(
              new Series("s" + random.nextInt(SERIES), "temperature"),
              now - late,
              Math.rint(3 * random.nextGaussian())));
      now += random.nextInt(40) == 0 ? random.nextInt(90_000) + 1 : random.nextInt(1_500) + 1;
      now = Math.min(now, END - 1_000_000 + i);
    }
    for (int sensor = 0; sensor < SERIES; sensor++) {
      readings.add(new Reading(new Series("s" + sensor, "temperature"), END, 0));
    }
    return readings;
  }
}
