package dev.isotherm.jobs.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.flow.baseline.KnownBaselines;
import dev.isotherm.flow.progress.RunStart;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.jobs.archive.StreamArchive;
import dev.isotherm.jobs.commands.stream.NotifyOptions;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.baseline.BaselineTopic;
import dev.isotherm.jobs.kafka.registry.RegistryAccess;
import dev.isotherm.jobs.kafka.sensors.SensorTopic;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.wire.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StreamGraphTest {

  /**
   * State is found again by these uids: a checkpoint of an earlier version is lost for an operator
   * whose uid has changed.
   */
  @Test
  void operatorsKeepTheirUidsAndHaveNamesForPeople() {
    Map<String, String> nameByUid = new TreeMap<>();
    for (StreamNode node : environment(settings("1min", null)).getStreamGraph().getStreamNodes()) {
      nameByUid.put(node.getTransformationUID(), node.getOperatorName());
    }
    assertThat(nameByUid)
        .containsExactly(
            Map.entry("Sink Committer: write-results", "write results: Committer"),
            Map.entry("Sink Committer: write-rules-status", "write rules-status: Committer"),
            Map.entry(
                "Sink Committer: write-source-transitions", "write source-transitions: Committer"),
            Map.entry("Sink Committer: write-transitions", "write transitions: Committer"),
            Map.entry("averages-as-records", "averages as records"),
            Map.entry("evaluate-rules", "evaluate rules"),
            Map.entry("late-as-records", "late as records"),
            Map.entry("merge-averages", "merge averages"),
            Map.entry("micro-batch-by-series", "micro-batch by series"),
            Map.entry("pre-aggregate-averages", "pre-aggregate averages"),
            Map.entry("progress-as-records", "progress as records"),
            Map.entry("read-messages", "Source: read sensor_readings"),
            Map.entry("read-rules", "Source: read sensor_rules"),
            Map.entry("rejected-as-records", "rejected as records"),
            Map.entry("source-silence", "watch the source"),
            Map.entry("split-accepted-and-rejected", "split accepted and rejected"),
            Map.entry("track-progress", "track progress"),
            Map.entry("validate-rules", "validate rules"),
            Map.entry("write-results", "write results: Writer"),
            Map.entry("write-rules-status", "write rules-status: Writer"),
            Map.entry("write-source-transitions", "write source-transitions: Writer"),
            Map.entry("write-transitions", "write transitions: Writer"));
  }

  /** An option adds operators of its own, so that the state of all others is found again. */
  @Test
  void messagesAreKeptByOperatorsOfTheirOwnInOneTaskBesideTheSource() {
    List<String> plain = uids(environment(settings("1min", null)));
    List<String> all = uids(archiving());
    List<String> added = new ArrayList<>(all);
    added.removeAll(plain);
    assertThat(added)
        .containsExactlyInAnyOrder(
            "pack-messages",
            "buffer-messages",
            "archive-messages",
            "Sink Committer: archive-messages");
    assertThat(all).containsAll(plain);
    assertThat(archiving().getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .anyMatch(
            name ->
                name.startsWith("Source: read sensor_readings -> (")
                    && name.contains("pack messages")
                    && name.contains("split accepted and rejected"))
        .contains("buffer messages -> archive messages: Writer -> archive messages: Committer");
  }

  @Test
  void groupsAreMergedByOperatorsOfTheirOwnBehindTheAveragesOfSeries() {
    StreamSettings settings = settings("1min", null);
    StreamSettings grouped = settings.withGroupBy("line,site");
    List<String> plain = uids(environment(settings));
    List<String> all = uids(environment(grouped));
    List<String> added = new ArrayList<>(all);
    added.removeAll(plain);
    assertThat(added)
        .containsExactlyInAnyOrder("parts-of-groups", "merge-groups", "group-averages-as-records");
    assertThat(all).containsAll(plain);
    assertThat(environment(grouped).getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .anyMatch(name -> name.startsWith("merge averages -> ") && name.contains("parts of groups"))
        .contains("merge groups -> group-averages as records");
  }

  /** Their state is another: a job that changes to them must not find that of other windows. */
  @Test
  void sessionsMergeUnderAnotherUid() {
    StreamSettings sessions = settings(null, "1min");
    assertThat(environment(sessions).getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains("pre-aggregate-averages", "merge-sessions")
        .doesNotContain("merge-averages");
  }

  @Test
  void rulesOnAveragesHaveAWayOfTheirOwn() {
    RuleSet rules =
        RuleFile.parse(
            "rules.yaml", "rules: [{ name: a, metric: b, noDataAfter: 5m, on: averages }]");
    assertThat(uids(environment(settings("1min", null), rules, new NotifyOptions())))
        .contains(
            "pre-aggregate-alert-averages",
            "merge-alert-averages",
            "averages-as-readings",
            "averages-by-series",
            "evaluate-average-rules",
            "pre-aggregate-averages",
            "merge-averages",
            "evaluate-rules");
    assertThat(uids(environment(settings(null, "1min"), rules, new NotifyOptions())))
        .contains("merge-alert-sessions")
        .doesNotContain("merge-alert-averages");
  }

  /** The names of their operators are part of savepoints. */
  @Test
  void eachLengthOfWindowsOfRulesHasAWayOfItsOwn() {
    RuleSet rules =
        RuleFile.parse(
            "rules.yaml",
            """
            rules:
              - { name: a, metric: b, noDataAfter: 5m, on: averages, window: 90min }
              - { name: c, metric: b, noDataAfter: 5m, on: averages, window: 90m }
              - { name: d, metric: b, noDataAfter: 5m, on: averages, window: 1h }
            """);
    assertThat(uids(environment(settings("1min", null), rules, new NotifyOptions())))
        .contains(
            "pre-aggregate-alert-averages-of-90min",
            "merge-alert-averages-of-90min",
            "averages-as-readings-of-90min",
            "averages-by-series-of-90min",
            "evaluate-average-rules-of-90min",
            "evaluate-average-rules-of-1h",
            "evaluate-rules")
        .doesNotContain("evaluate-average-rules", "merge-alert-averages");
  }

  private static StreamExecutionEnvironment archiving() {
    return environment(
        settings("1min", null),
        RuleFile.builtIn(),
        new NotifyOptions(),
        new StreamArchive(new Path("file:///archive"), Duration.ofMinutes(5)));
  }

  private static List<String> uids(StreamExecutionEnvironment environment) {
    return environment.getStreamGraph().getStreamNodes().stream()
        .map(StreamNode::getTransformationUID)
        .toList();
  }

  @Test
  void whoIsToldOfAlertsHasOperatorsToo() {
    NotifyOptions options = new NotifyOptions();
    new CommandLine(options)
        .parseArgs("--alertmanager=http://localhost:1,http://localhost:2", "--webhook=http://h/");
    assertThat(
            environment(settings("1min", null), RuleFile.builtIn(), options)
                .getStreamGraph()
                .getStreamNodes())
        .filteredOn(node -> node.getTransformationUID().startsWith("send-"))
        .allMatch(node -> node.getParallelism() == 1)
        .extracting(StreamNode::getTransformationUID, StreamNode::getOperatorName)
        .containsExactlyInAnyOrder(
            tuple("send-to-alertmanager", "send to alertmanager"),
            tuple("send-to-webhook", "send to webhook"));
  }

  /** A writer asks the broker for its next transaction at each checkpoint, and waits. */
  @Test
  void whatReadsDoesNotWaitForTransactions() {
    assertThat(environment(settings("1min", null)).getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .contains(
            "Source: read sensor_readings -> split accepted and rejected"
                + " -> (pre-aggregate averages, micro-batch by series, rejected as records)",
            "write results: Writer -> write results: Committer")
        .filteredOn(name -> !name.startsWith("write "))
        .noneMatch(name -> name.contains("write results"));
  }

  @Test
  void readingsAreReorderedOnlyWhereThatIsAskedFor() {
    assertThat(environment(settings("1min", null, "10s")).getStreamGraph().getStreamNodes())
        .filteredOn(node -> node.getTransformationUID().equals("reorder-readings"))
        .extracting(StreamNode::getOperatorName)
        .containsExactly("reorder readings");
  }

  /** One subtask has all readings of a series, so that it knows which of them came before. */
  @Test
  void repeatsAreDroppedBeforeAveragesAndAlertsOnlyWhereThatIsAskedFor() {
    StreamSettings counts = settings("1min", null);
    StreamSettings drops = dropping();
    assertThat(uids(environment(counts))).doesNotContain("drop-repeats", "readings-by-series");
    assertThat(uids(environment(drops))).contains("readings-by-series");
    assertThat(environment(drops).getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .contains(
            "Source: read sensor_readings -> split accepted and rejected"
                + " -> (readings by series, rejected as records)",
            "drop repeats -> (pre-aggregate averages, micro-batch by series)");
  }

  @Test
  void rangesAreCheckedInTheTaskOfTheSourceAndOnlyIfTheTableHasAny() {
    assertThat(uids(environment(settings("1min", null)))).doesNotContain("check-ranges");
    StreamExecutionEnvironment checks =
        environment(
            settings("1min", null),
            RuleFile.builtIn(),
            new NotifyOptions(),
            StreamArchive.NONE,
            new PlausibilityChecks(true, false));
    assertThat(checks.getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .anyMatch(
            name ->
                name.startsWith(
                    "Source: read sensor_readings -> split accepted and rejected -> (check ranges ->"
                        + " (pre-aggregate averages, micro-batch by series"));
  }

  @Test
  void onlyReadingsOfSeriesWithStuckAfterAreBroughtTogether() {
    StreamExecutionEnvironment checks =
        environment(
            settings("1min", null),
            RuleFile.builtIn(),
            new NotifyOptions(),
            StreamArchive.NONE,
            new PlausibilityChecks(true, true));
    assertThat(uids(environment(settings("1min", null))))
        .doesNotContain("divide-by-stuck-after", "find-stuck-values");
    assertThat(checks.getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .contains("find stuck values", "pre-aggregate averages", "micro-batch by series");
  }

  /** The options add no state to a stream that has none of them. */
  @Test
  void messagesOfSignalsWaitOnlyWhereTheyAreReorderedOrMayBeDivided() {
    RuleSet rules =
        RuleFile.parse(
            "rules.yaml",
            """
            rules:
              - { name: each, signal: a - b, levels: { info: { above: 1 } } }
              - { name: steps, signal: a - b, every: 1m, levels: { info: { above: 1 } } }
            """);
    StreamSettings plain = settings("1min", null);
    PlausibilityChecks none = PlausibilityChecks.NONE;
    PlausibilityChecks ofRanges = new PlausibilityChecks(true, false);
    PlausibilityChecks ofStuckValues = new PlausibilityChecks(false, true);
    assertThat(added(plain, plain, rules, ofRanges)).containsExactly("check-ranges");
    assertThat(added(plain, settings("1min", null, "10s"), rules, none))
        .containsExactlyInAnyOrder("unpack-readings", "reorder-readings", "reorder-messages");
    assertThat(added(plain, dropping(), rules, none))
        .containsExactlyInAnyOrder("readings-by-series", "drop-repeats", "reorder-messages");
    assertThat(added(plain, plain, rules, ofStuckValues))
        .containsExactlyInAnyOrder(
            "divide-by-stuck-after", "find-stuck-values", "reorder-messages");
  }

  private static List<String> added(
      StreamSettings plain, StreamSettings more, RuleSet rules, PlausibilityChecks checks) {
    List<String> before = uids(environment(plain, rules, new NotifyOptions()));
    List<String> after =
        new ArrayList<>(
            uids(environment(more, rules, new NotifyOptions(), StreamArchive.NONE, checks)));
    after.removeAll(before);
    return after;
  }

  @Test
  void versionsOfWhatIsKnownAreReadByOperatorsOfTheirOwn() {
    List<String> plain = uids(environment(settings("1min", null)));
    List<String> all = uids(changing());
    List<String> added = new ArrayList<>(all);
    added.removeAll(plain);
    assertThat(added)
        .containsExactlyInAnyOrder(
            "read-sensor-table", "keep-sensor-table", "read-baseline", "keep-baseline");
    assertThat(all).containsAll(plain);
    assertThat(changing().getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .contains(
            "Source: read sensor_table -> keep versions of sensor_table",
            "Source: read sensor_baseline -> keep versions of sensor_baseline");
  }

  private static StreamExecutionEnvironment changing() {
    return environment(
        plan(
            settings("1min", null),
            RuleFile.builtIn(),
            StreamArchive.NONE,
            PlausibilityChecks.NONE,
            new SensorTopic(client(), SensorTopic.DEFAULT),
            new BaselineTopic(client(), BaselineTopic.DEFAULT)),
        new NotifyOptions());
  }

  private static StreamSettings dropping() {
    return new StreamSettings(
        "1min",
        null,
        null,
        ParseOptions.defaults().withFields("timestamp", "sensor_id"),
        "1min",
        null,
        "r",
        null,
        StreamSettings.DROP,
        null,
        null,
        null);
  }

  private static StreamSettings settings(String window, String sessionGap) {
    return settings(window, sessionGap, null);
  }

  private static StreamSettings settings(String window, String sessionGap, String reorder) {
    return new StreamSettings(
        window,
        null,
        sessionGap,
        ParseOptions.defaults().withFields("timestamp", "sensor_id"),
        "1min",
        reorder,
        "r",
        null);
  }

  private static StreamExecutionEnvironment environment(StreamSettings settings) {
    return environment(settings, RuleFile.builtIn(), new NotifyOptions());
  }

  private static StreamExecutionEnvironment environment(
      StreamSettings settings, RuleSet rules, NotifyOptions told) {
    return environment(settings, rules, told, StreamArchive.NONE);
  }

  private static StreamExecutionEnvironment environment(
      StreamSettings settings, RuleSet rules, NotifyOptions told, StreamArchive archive) {
    return environment(settings, rules, told, archive, PlausibilityChecks.NONE);
  }

  private static StreamExecutionEnvironment environment(
      StreamSettings settings,
      RuleSet rules,
      NotifyOptions told,
      StreamArchive archive,
      PlausibilityChecks checks) {
    return environment(
        plan(
            settings, rules, archive, checks, KnownSensors.OF_JOB_FILE, KnownBaselines.OF_JOB_FILE),
        told);
  }

  private static StreamJob.Plan plan(
      StreamSettings settings,
      RuleSet rules,
      StreamArchive archive,
      PlausibilityChecks checks,
      KnownSensors sensors,
      KnownBaselines baselines) {
    return new StreamJob.Plan(
        settings,
        Duration.ofHours(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        rules,
        StreamJob.AlertDelivery.AT_ONCE,
        RunStart.FIRST,
        archive,
        sensors,
        baselines,
        checks);
  }

  private static StreamExecutionEnvironment environment(StreamJob.Plan plan, NotifyOptions told) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(configuration);
    told.notifications()
        .send(
            StreamJob.build(
                environment,
                new StreamJob.Kafka(
                    client(),
                    "group",
                    OffsetsInitializer.earliest(),
                    TopicNames.DEFAULTS,
                    1 << 20,
                    RegistryAccess.NONE),
                plan),
            false);
    return environment;
  }

  private static Properties client() {
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", "localhost:1");
    return client;
  }
}
