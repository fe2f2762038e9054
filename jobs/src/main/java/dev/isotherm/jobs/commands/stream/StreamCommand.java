package dev.isotherm.jobs.commands.stream;

import dev.isotherm.jobs.archive.StreamArchive;
import dev.isotherm.jobs.commands.options.ClockSkewOption;
import dev.isotherm.jobs.commands.options.DuplicatesOption;
import dev.isotherm.jobs.commands.options.DurationConverter;
import dev.isotherm.jobs.commands.options.JobOptions;
import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.ReadingOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.options.ValueOptions;
import dev.isotherm.jobs.commands.options.WindowOptions;
import dev.isotherm.jobs.commands.options.averages.PercentilesOption;
import dev.isotherm.jobs.commands.options.known.GroupByOption;
import dev.isotherm.jobs.commands.options.known.ImplausibleOption;
import dev.isotherm.jobs.commands.options.known.KnownOptions;
import dev.isotherm.jobs.commands.postgres.PostgresOption;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.copy.CopyResults;
import dev.isotherm.jobs.copy.ResultTopics;
import dev.isotherm.jobs.graph.Duplicates;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.graph.StreamJob;
import dev.isotherm.jobs.graph.StreamJob.AlertDelivery;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.sink.TopicPreparation;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.DurationText;
import dev.isotherm.model.Transition;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.wire.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Averages and alerts of a topic, as they happen. */
@Command(
    name = "stream",
    description = {
      "Averages and alerts of a Kafka topic, as they happen.",
      "",
      "Reads messages like",
      "  {\"timestamp\": \"2025-07-01T12:34:56.789123\", \"sensor_id\": \"sensor_3\",",
      "   \"temperature\": 25.31, \"humidity\": 40.2}",
      "where every number is a metric. Averages, rejected messages and late readings come exactly",
      "once, with each checkpoint; alerts come at once. Runs until it is stopped.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm stream --create-topics                  # broker on localhost:9092",
      "  isotherm stream -b kafka:9092 --window 15min --out-of-orderness 30s",
      "  isotherm stream --window 5min --slide 1min       # of the last 5 minutes, each minute",
      "  isotherm stream --reorder 10s                    # alerts in order, 10 s later",
      "  isotherm stream --session-gap 10min              # from silence to silence",
      "  isotherm stream --duplicates drop                # devices that send readings twice",
      "  isotherm stream --from earliest --group audit    # all that is in the topic",
      "  isotherm stream --archive archive                # all messages, by day, for batch",
      "  isotherm stream --alertmanager http://localhost:9093",
      "  flink run -d isotherm.jar stream -b kafka:9092   # on a cluster"
    })
public final class StreamCommand implements Callable<Integer>, Validated {

  private final Environments environments;

  @Spec private CommandSpec spec;

  @Option(
      names = "--allowed-lateness",
      paramLabel = "DURATION",
      defaultValue = "1h",
      converter = DurationConverter.OrZero.class,
      description =
          "How long after its end a window can still change; each change is a new revision"
              + " (default: ${DEFAULT-VALUE}). What comes later goes to the late topic.")
  private Duration allowedLateness;

  @Option(
      names = "--out-of-orderness",
      paramLabel = "DURATION",
      defaultValue = "5s",
      converter = DurationConverter.OrZero.class,
      description =
          "How long a window waits for readings that are out of order (default: ${DEFAULT-VALUE}).")
  private Duration outOfOrderness;

  @Option(
      names = "--reorder",
      paramLabel = "DURATION",
      converter = DurationConverter.OrZero.class,
      description =
          "Hold each reading so long and evaluate alerts in the order of instants; at least"
              + " --out-of-orderness (default: alerts come at once, in the order of arrival).")
  private @Nullable Duration reorder;

  @Option(
      names = "--idle-timeout",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description =
          "A partition that is idle for so long no longer holds back the watermark; when all are"
              + " idle, the last windows close (default: ${DEFAULT-VALUE}).")
  private Duration idleTimeout;

  @Option(
      names = "--source-silent-after",
      paramLabel = "DURATION",
      defaultValue = "1min",
      converter = DurationConverter.OrZero.class,
      description =
          "When all partitions have been idle for so long, and no message came, that is one alert,"
              + " source_silent, and none for each sensor; 0ms: never (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration sourceSilentAfter;

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      defaultValue = "default",
      description =
          "Alert under the rules of a file, until others are published; default: those built in"
              + " (temperature above 28 is a warning, above 30 critical); none: no alerts (default:"
              + " ${DEFAULT-VALUE}).")
  private RuleSet rules;

  @Option(
      names = "--alerts",
      paramLabel = "DELIVERY",
      defaultValue = "at-once",
      converter = DeliveryConverter.class,
      description =
          "When alerts are published: at-once, within milliseconds (after a crash, one may come"
              + " twice, and one that turns out to be untrue is taken back); exactly-once, with the"
              + " next checkpoint (default: ${DEFAULT-VALUE}).")
  private AlertDelivery alerts;

  @Option(
      names = "--from",
      paramLabel = "POSITION",
      defaultValue = "committed",
      converter = StartConverter.class,
      description =
          "Where to start: committed (where the group stopped, else earliest), earliest, latest, or"
              + " an instant (default: ${DEFAULT-VALUE}).")
  private StartPosition from;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      defaultValue = TopicOptions.GROUP,
      description =
          "Consumer group; also names the job's transactions, so two jobs need two groups"
              + " (default: ${DEFAULT-VALUE}).")
  private String group;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "DURATION",
      defaultValue = "2s",
      description =
          "How often results become visible and progress is saved (default: ${DEFAULT-VALUE}).")
  private Duration checkpointInterval;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Folder of the checkpoints of a local run; the next run continues from them (default:"
              + " isotherm-state/GROUP). On a cluster, Flink's configuration names the folder.")
  private @Nullable String state;

  @Option(
      names = "--fresh",
      description =
          "Begin without the state of earlier runs of the group. Windows and alerts that were open"
              + " are then wrong, and verify reports them.")
  private boolean fresh;

  @Option(
      names = "--create-topics",
      description = "Make the topic of readings, with 4 partitions, if it is not there.")
  private boolean createTopics;

  @Mixin private KnownOptions known;
  @Mixin private GroupByOption groups;
  @Mixin private ImplausibleOption implausible;
  @Mixin private WindowOptions windows = new WindowOptions("1min");
  @Mixin private PercentilesOption percentiles;
  @Mixin private ClockSkewOption clockSkew;
  @Mixin private KafkaOptions kafka;
  @Mixin private TopicOptions topics;
  @Mixin private NotifyOptions notify;
  @Mixin private PostgresOption postgres;
  @Mixin private ArchiveOption archive;
  @Mixin private ReadingOptions reading;
  @Mixin private DuplicatesOption duplicates;
  @Mixin private ValueOptions values;
  @Mixin private JobOptions job;

  public StreamCommand(Environments environments) {
    this.environments = environments;
  }

  @Override
  public void check(ValidationErrors errors) {
    reading.checkRecords(errors);
    duplicates.checkStream(errors);
  }

  @Override
  public Integer call() throws Exception {
    if (reorder != null && reorder.compareTo(outOfOrderness) < 0) {
      // The watermark that releases readings is already delayed by so much.
      throw new ConfigurationException(
          "--reorder %s: must be at least --out-of-orderness, which is %s"
              .formatted(DurationText.format(reorder), DurationText.format(outOfOrderness)));
    }
    known.prepare(kafka.clientProperties());
    known.require(List.of(rules), groups);
    known
        .baselineWarnings(rules)
        .forEach(one -> spec.commandLine().getErr().println("warning: " + one));
    StreamSettings settings = settings();
    StreamArchive kept = archive.prepare();
    postgres.warnIfDown(spec.commandLine().getErr()::println, PostgresOption.STREAM_GOES_ON);
    int largestRejected = TopicPreparation.prepare(kafka.clientProperties(), names(), createTopics);
    EarlierRuns earlier = EarlierRuns.read(kafka.clientProperties(), names(), group, state, fresh);
    earlier.requireGroups(groups.text());
    earlier.requireNoOther(
        kafka.clientProperties(),
        names(),
        checkpointInterval,
        spec.commandLine().getErr()::println);
    StreamExecutionEnvironment environment =
        environments.createStream(configuration(), earlier.request());
    CheckpointSettings.check(environment.getConfiguration());
    known.addToStream(environment);
    DataStream<Transition> transitions =
        StreamJob.build(
            environment,
            new StreamJob.Kafka(
                kafka.clientProperties(),
                group,
                from.offsets(),
                names(),
                largestRejected,
                values.access()),
            new StreamJob.Plan(
                settings,
                allowedLateness,
                outOfOrderness,
                idleTimeout,
                sourceSilentAfter,
                rules,
                alerts,
                earlier
                    .start(environments, environment)
                    .expecting(
                        settings.sensors() == null
                            ? null
                            : from.firstInstant(
                                kafka.clientProperties(),
                                topics.names().readings(),
                                group,
                                settings,
                                values.schemas(reading.options()))),
                kept,
                known.knownSensors(),
                known.knownBaselines(),
                checks()));
    postgres
        .settings()
        .ifPresent(
            database ->
                CopyResults.add(
                    transitions,
                    ResultTopics.of(kafka.clientProperties(), group, names(), settings.windowing()),
                    database));
    notify.notifications().send(transitions, alerts == AlertDelivery.EXACTLY_ONCE);
    spec.commandLine()
        .getErr()
        .printf(
            "%s at %s → %s%n",
            names().readings(), kafka.bootstrapServers(), String.join(", ", names().outputs()));
    archive.run(environments, environment, "isotherm stream");
    return CommandRunner.DONE;
  }

  private TopicNames names() {
    return groups.by() == null ? topics.names().withoutGroups() : topics.names();
  }

  private StreamSettings settings() {
    return new StreamSettings(
            windows.window(),
            windows.slide(),
            windows.sessionGap(),
            values.of(reading.options()),
            DurationText.format(clockSkew.maximum()),
            reorder == null ? null : DurationText.format(reorder),
            rules.fingerprint(),
            DurationText.format(allowedLateness),
            duplicates.how() == Duplicates.DROP ? StreamSettings.DROP : null,
            known.sensorsFingerprint(),
            known.baselineFingerprint(),
            percentiles.text())
        .withGroupBy(groups.text())
        .withImplausible(checks().isEmpty() ? null : StreamSettings.EXCLUDE);
  }

  private PlausibilityChecks checks() {
    return implausible.checksOfStream(known);
  }

  private Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    configuration.addAll(job.configuration(RuntimeExecutionMode.STREAMING));
    return configuration;
  }
}
