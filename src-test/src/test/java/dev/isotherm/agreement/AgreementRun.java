package dev.isotherm.agreement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isotherm.fixtures.BatchRun;
import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.fixtures.StreamRun;
import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.rules.yaml.RuleWriter;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.StreamProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One scenario as a file, as a log, and as a stream. */
final class AgreementRun {
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** That of one chunk after the other, of a stream that is rescaled. */
  private static final int[] PARALLELISM = {1, 4, 1, 3};

  private static final Exclusion STUCK = Exclusion.IMPLAUSIBLE_STUCK;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LiveKafka kafka;
  private final LiveFlink flink;
  private final Path folder;
  private final Scenario scenario;
  private final LiveKafka.TestTopics topics;
  private final Path rules;
  private final List<String> ruleOptions = new ArrayList<>();
  private final List<String> averageOptions = new ArrayList<>();
  private final List<String> groupOptions = new ArrayList<>();
  private BatchRun batch;
  private BatchRun replay;
  private JsonNode status;
  private PublishedByStream published;

  private List<String> groups = List.of();

  private long deadlinesMillis;

  AgreementRun(LiveKafka kafka, LiveFlink flink, Path folder, Scenario scenario) throws Exception {
    this.kafka = kafka;
    this.flink = flink;
    this.folder = folder;
    this.scenario = scenario;
    this.topics = kafka.freshTopics(scenario.partitions());
    this.rules = folder.resolve("rules.yaml");
    Files.writeString(rules, RuleWriter.write(scenario.written()));
    ruleOptions.add("--rules=" + rules);
    if (scenario.table().isPresent()) {
      Path sensors = folder.resolve("sensors.yaml");
      Files.writeString(sensors, scenario.table().get().text());
      ruleOptions.add("--sensors=" + sensors);
    }
    if (!scenario.percentiles().isEmpty()) {
      averageOptions.add("--percentiles=" + String.join(",", scenario.percentiles()));
    }
    if (GroupAgreement.isIn(scenario)) {
      groupOptions.add(GroupAgreement.OPTION);
    }
  }

  Scenario scenario() {
    return scenario;
  }

  PublishedByStream published() {
    return published;
  }

  List<Transition> transitionsOfBatch() {
    return batch.lines(ResultFolder.TRANSITIONS).stream()
        .map(line -> JsonLinesReader.readTransition(line.getBytes(UTF_8)))
        .toList();
  }

  void runAll() throws Exception {
    stream();
    kafka.awaitSettled(
        BOUND, topics.averages(), topics.late(), topics.rejected(), topics.progress());
    published = PublishedByStream.read(kafka, topics);
    deadlinesMillis = last(kafka.readAll(topics.progress())).deadlinesMillis();
    status = status();
    replay = BatchRun.of("replay", flink, folder.resolve("replay"), arguments(logOptions()));
    batch = BatchRun.of(flink, folder.resolve("batch"), arguments(List.of(export().toString())));
  }

  /** Lets the stream be verified, too. */
  void verify() {
    List<String> verifying = new ArrayList<>(List.of("verify", "-p=1"));
    verifying.add("--bootstrap-servers=" + kafka.bootstrapServers());
    verifying.addAll(ruleOptions);
    verifying.addAll(topics.options());
    CommandTrial verify =
        CommandTrial.run(Isotherm.commandLine(flink::create), verifying.toArray(String[]::new));
    assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
    assertThat(verify.out()).startsWith("identical up to ").doesNotContain("undecided");
  }

  private void stream() throws Exception {
    List<String> options = new ArrayList<>(scenario.windows().options());
    options.addAll(ruleOptions);
    options.addAll(averageOptions);
    options.addAll(groupOptions);
    options.add("--out-of-orderness=" + scenario.outOfOrderness().toMillis() + "ms");
    options.add("--allowed-lateness=" + scenario.allowedLateness().toMillis() + "ms");
    options.add("--idle-timeout=" + scenario.idleTimeout().toMillis() + "ms");
    scenario.reorder().ifPresent(time -> options.add("--reorder=" + time.toMillis() + "ms"));
    options.add("--checkpoint-interval=250ms");
    options.add("-Dpipeline.auto-watermark-interval=5ms");
    if (scenario.crashes()) {
      options.add("-Drestart-strategy.type=fixed-delay");
      options.add("-Drestart-strategy.fixed-delay.attempts=20");
      options.add("-Drestart-strategy.fixed-delay.delay=100ms");
    }
    StreamRun run = start(options, "-p=" + scenario.parallelism());
    try {
      int size = scenario.sent().size();
      int sent = 0;
      for (int chunk = 1; chunk <= scenario.chunks(); chunk++) {
        int end = size * chunk / scenario.chunks();
        if (scenario.rescales()) {
          int before = (sent + end) / 2;
          send(sent, before);
          sent = before;
          String savepoint = run.stop(false, folder);
          String parallelism = "-p=" + PARALLELISM[chunk % PARALLELISM.length];
          run = start(options, parallelism, "-Dexecution.state-recovery.path=" + savepoint);
        }
        send(sent, end);
        sent = end;
        if (scenario.crashes() && chunk == 1) {
          flink.replaceWorker();
        }
        awaitMessages(sent);
      }
      assertThat(run.drain().code()).isZero();
    } finally {
      run.close();
    }
  }

  private StreamRun start(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return StreamRun.start(flink, kafka, topics, all.toArray(String[]::new));
  }

  private void send(int from, int to) throws Exception {
    kafka.produce(
        scenario.sent().subList(from, to).stream().map(message -> message.record(topics)).toList());
  }

  private void awaitMessages(int messages) {
    kafka.await(
        topics.progress(),
        BOUND,
        lines -> !lines.isEmpty() && last(lines).accounting().messages() == messages);
  }

  private static StreamProgress last(List<ConsumerRecord<byte[], byte[]>> lines) {
    return StreamProgress.read(lines.get(lines.size() - 1).value());
  }

  private JsonNode status() throws IOException {
    CommandTrial trial = kafka.command("status", topics, "--print=json");
    assertThat(trial.code()).as(trial.out() + trial.err()).isZero();
    return JSON.readTree(trial.out());
  }

  private List<String> logOptions() {
    return List.of(
        "--bootstrap-servers=" + kafka.bootstrapServers(), "--topic=" + topics.readings());
  }

  private Object[] arguments(List<String> more) {
    List<Object> arguments = new ArrayList<>(scenario.windows().options());
    arguments.addAll(ruleOptions);
    arguments.addAll(averageOptions);
    arguments.addAll(groupOptions);
    arguments.addAll(List.of("--max-clock-skew=1min", "-p=2"));
    arguments.addAll(more);
    return arguments.toArray();
  }

  /**
   * Partition after partition, so that readings of one instant are in the order of the topic. Empty
   * messages are left out: in a file they are blank lines, which are none.
   */
  private Path export() throws IOException {
    Path file = folder.resolve("export.jsonl");
    StringBuilder lines = new StringBuilder();
    scenario.sent().stream()
        .sorted(Comparator.comparingInt(Scenario.Sent::partition))
        .forEach(message -> lines.append(message.text()).append('\n'));
    Files.writeString(file, lines);
    long written = scenario.sent().get(scenario.sent().size() - 1).writtenMillis();
    return Files.setLastModifiedTime(file, FileTime.fromMillis(written));
  }

  void assertAgreement() {
    assertThat(List.of(batch.trial().code(), replay.trial().code()))
        .as(batch.trial().err() + replay.trial().err())
        .containsExactly(0, 0);
    for (String kind :
        List.of(ResultFolder.AVERAGES, ResultFolder.TRANSITIONS, ResultFolder.LATE)) {
      assertThat(replay.lines(kind)).as(kind).isEqualTo(batch.lines(kind));
    }
    assertThat(rejections(replay).stream().filter(line -> !line.startsWith("EMPTY")).toList())
        .isEqualTo(rejections(batch));
    assertThat(replay.addsUp() && batch.addsUp()).isTrue();
    List<Reading> valid = scenario.valid();
    List<Reading> stuck = scenario.stuck(readings(published.notChecked()));
    assertImplausible(valid, stuck);
    List<Reading> all = without(valid, entries(scenario.stuck(List.of()), STUCK));
    assertThat(batch.lines(ResultFolder.AVERAGES))
        .isEqualTo(lines(averages(Oracle.values(all, scenario.windows()))));
    assertBatchTransitions(all);
    List<Reading> ofStream = without(valid, entries(stuck, STUCK));
    assertThat(lines(published.averages())).isEqualTo(lines(averages(valuesInTime(ofStream))));
    assertGroups(all, ofStream);
    assertTransitions(ofStream);
    assertThat(published.dead()).hasSameSizeAs(scenario.rejected());
    assertCounts();
  }

  private List<Average> averages(Map<Oracle.Window, List<Double>> values) {
    return Oracle.averages(values, scenario.percentiles()).stream()
        .map(this::withExpected)
        .toList();
  }

  private Average withExpected(Average average) {
    long interval = RandomTable.intervalMillis(average.series().sensorId());
    if (scenario.table().isEmpty() || interval == 0 || scenario.windows().sessionGap() != null) {
      return average;
    }
    long length = average.windowEndMillis() - average.windowStartMillis();
    return average.withExpected(Math.max(Math.round((double) length / interval), 1));
  }

  private void assertGroups(List<Reading> all, List<Reading> ofStream) {
    if (groupOptions.isEmpty()) {
      return;
    }
    List<String> ofAll =
        GroupAgreement.lines(Oracle.values(all, scenario.windows()), scenario.percentiles());
    assertThat(batch.lines(ResultFolder.GROUP_AVERAGES)).isEqualTo(ofAll);
    assertThat(replay.lines(ResultFolder.GROUP_AVERAGES)).isEqualTo(ofAll);
    groups = GroupAgreement.published(kafka, topics);
    assertThat(groups)
        .isEqualTo(GroupAgreement.lines(valuesInTime(ofStream), scenario.percentiles()));
  }

  /** What the stream has published of groups. */
  List<String> groups() {
    return groups;
  }

  /** The late log names each of them once, by its message; the late file of a batch by itself. */
  private void assertImplausible(List<Reading> valid, List<Reading> stuck) {
    List<Reading> outside = new ArrayList<>(scenario.readings());
    outside.removeAll(valid);
    List<LateReading> ofRanges = entries(outside, Exclusion.IMPLAUSIBLE_RANGE);
    List<LateReading> expected = new ArrayList<>(ofRanges);
    expected.addAll(entries(stuck, STUCK));
    assertThat(published.implausible()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(scenario.readings()).containsAll(readings(published.notChecked()));
    List<LateReading> ofBatch = new ArrayList<>(ofRanges);
    ofBatch.addAll(entries(scenario.stuck(List.of()), STUCK));
    assertThat(batch.lines(ResultFolder.LATE))
        .isEqualTo(
            ofBatch.stream()
                .map(one -> AgreementIT.utf8(JsonLinesWriter.of(one.withoutPosition())))
                .sorted()
                .toList());
  }

  private static List<LateReading> entries(List<Reading> readings, Exclusion kind) {
    return readings.stream().map(one -> LateReading.fromEverything(one, kind)).toList();
  }

  private static List<Reading> readings(List<LateReading> entries) {
    return entries.stream().map(LateReading::reading).toList();
  }

  private void assertCounts() {
    assertThat(status.get("messages").asLong()).isEqualTo(scenario.sent().size());
    assertThat(status.get("readings").asLong()).isEqualTo(scenario.readings().size());
    assertThat(status.path("implausible").asLong()).isEqualTo(published.implausible().size());
    assertThat(status.get("late").asLong()).isEqualTo(published.lateForAverages().size());
    assertThat(status.get("aggregated").asLong())
        .isEqualTo(published.averages().stream().mapToLong(Average::count).sum());
    assertThat(status.get("adds_up").asBoolean()).isTrue();
  }

  /** The ledger names, for each reading, the windows that it is missing in. */
  private Map<Oracle.Window, List<Double>> valuesInTime(List<Reading> all) {
    if (scenario.windows().sessionGap() != null) {
      return Oracle.values(without(all, published.lateForAverages()), scenario.windows());
    }
    Map<Oracle.Window, List<Double>> values = Oracle.values(all, scenario.windows());
    for (LateReading late : published.lateForAverages()) {
      var window =
          new Oracle.Window(
              late.reading().series(), late.window().startMillis(), late.window().endMillis());
      assertThat(values.get(window).remove((Object) late.reading().value()))
          .as("%s is in the log", late)
          .isTrue();
    }
    values.values().removeIf(List::isEmpty);
    return values;
  }

  /**
   * What falls due after the last reading of its series must be there as far as its progress says.
   */
  private void assertTransitions(List<Reading> all) {
    List<Reading> inOrder = without(all, published.lateForAlerts());
    ExpectedTransitions expected = new ExpectedTransitions(scenario.rulesOfSeries(), inOrder);
    List<Transition> ofAll = standing(expected);
    List<Transition> standing = ofAll.stream().filter(one -> !isOfSignal(one)).toList();
    assertSignals(all, ofAll.stream().filter(AgreementRun::isOfSignal).toList());
    assertThat(expected.faults(standing, deadlinesMillis))
        .as("deadlines up to %s", deadlinesMillis)
        .isEmpty();
    assertThat(RuleOracle.faults(scenario.rulesOfSeries(), inOrder, standing, deadlinesMillis))
        .isEmpty();
    assertLastIsTrue(standing);
  }

  private void assertBatchTransitions(List<Reading> all) {
    new SignalAgreement(scenario.signals(), scenario.sensors(), all)
        .assertBatch(
            transitionsOfBatch().stream().filter(AgreementRun::isOfSignal).toList(), latest(all));
    List<Transition> untilEnd =
        new ExpectedTransitions(scenario.rulesOfSeries(), all).until(latest(all));
    assertThat(
            batch.lines(ResultFolder.TRANSITIONS).stream()
                .filter(line -> !line.contains("\"rule\":\"signal-"))
                .toList())
        .isEqualTo(
            untilEnd.stream()
                .map(one -> AgreementIT.utf8(JsonLinesWriter.of(one)))
                .sorted()
                .toList());
  }

  static boolean isOfSignal(Transition transition) {
    return transition.rule().startsWith("signal-");
  }

  private void assertSignals(List<Reading> all, List<Transition> standing) {
    SignalAgreement signals = new SignalAgreement(scenario.signals(), scenario.sensors(), all);
    if (published.takenBack().stream().noneMatch(AgreementRun::isOfSignal)) {
      signals.assertStream(standing, published.lateForSignals(), deadlinesMillis);
    }
  }

  /** A retraction does not say which of the transitions before it are untrue: the log does. */
  private List<Transition> standing(ExpectedTransitions expected) {
    Set<String> possible =
        expected.until(Long.MAX_VALUE).stream().map(Transition::id).collect(Collectors.toSet());
    List<Transition> standing = new ArrayList<>(published.transitions());
    published.takenBack().stream()
        .filter(one -> possible.contains(one.id()))
        .forEach(standing::add);
    return standing;
  }

  /** Whoever reads the topic in its order knows, at its end, the state of each alert. */
  private void assertLastIsTrue(List<Transition> standing) {
    Map<List<?>, Transition> truth = new HashMap<>();
    for (Transition one : standing) {
      truth.merge(
          PublishedByStream.alert(one), one, (a, b) -> b.atMillis() >= a.atMillis() ? b : a);
    }
    published
        .lastOfAlerts()
        .forEach(
            (alert, last) -> {
              if (isOfSignal(last)) {
                return; // verify says whether it is true
              }
              Transition latest = truth.get(alert);
              if (last.reason() != TransitionReason.TAKEN_BACK) {
                assertThat(last.atMillis()).as("%s", last).isEqualTo(latest.atMillis());
              } else if (latest == null) {
                assertThat(last.state()).isIn(AlertState.RESOLVED, AlertState.INACTIVE);
              } else {
                assertThat(active(last.state())).as("%s", last).isEqualTo(active(latest.state()));
              }
            });
  }

  private static AlertState active(AlertState state) {
    return state == AlertState.RESOLVED ? AlertState.INACTIVE : state;
  }

  private static long latest(List<Reading> readings) {
    return readings.stream().mapToLong(Reading::epochMillis).max().orElse(Long.MIN_VALUE);
  }

  private static List<Reading> without(List<Reading> all, List<LateReading> ledger) {
    List<Reading> rest = new ArrayList<>(all);
    for (LateReading late : ledger) {
      Reading reading = late.reading();
      Reading named = rest.stream().filter(one -> isNamed(one, reading)).findFirst().orElse(null);
      assertThat(rest.remove(named)).as("%s is in the log", late).isTrue();
    }
    return rest;
  }

  /** Where the log names no message, equal readings are as good as each other. */
  private static boolean isNamed(Reading reading, Reading entry) {
    if (entry.position() != Position.NONE) {
      return reading.equals(entry);
    }
    return reading.series().equals(entry.series())
        && reading.epochMillis() == entry.epochMillis()
        && Double.compare(reading.value(), entry.value()) == 0;
  }

  private static List<String> rejections(BatchRun run) {
    return run.rejected().stream()
        .map((Rejection one) -> one.reason() + " " + AgreementIT.utf8(one.raw()))
        .sorted()
        .toList();
  }

  private static List<String> lines(Collection<Average> averages) {
    return averages.stream()
        .map(one -> one.withRevision(0))
        .map(one -> AgreementIT.utf8(JsonLinesWriter.of(one)))
        .sorted()
        .toList();
  }

  /** Leaves nothing on the broker. */
  void delete() throws Exception {
    kafka.delete(topics);
  }
}
