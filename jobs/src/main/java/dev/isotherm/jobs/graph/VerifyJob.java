package dev.isotherm.jobs.graph;

import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.flow.ingest.DropDuplicates;
import dev.isotherm.flow.roster.Expectation;
import dev.isotherm.flow.topology.AlertTopology;
import dev.isotherm.flow.topology.AverageAlertTopology;
import dev.isotherm.flow.topology.GroupTopology;
import dev.isotherm.flow.topology.ParsedMessages;
import dev.isotherm.flow.topology.PlausibilityTopology;
import dev.isotherm.flow.topology.ReplayTopology;
import dev.isotherm.flow.topology.SignalTopology;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.group.GroupAverage;
import dev.isotherm.jobs.archive.ArchivedLog;
import dev.isotherm.jobs.files.JsonLinesSink;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.kafka.registry.RegistryAccess;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Position;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.GroupAverageLine;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamSettings;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Replays the log without the entries of the late log: the results that a stream should publish.
 */
public final class VerifyJob {
  private VerifyJob() {}

  /**
   * The stream to replay.
   *
   * @param log the messages that the stream has read
   * @param expectation which series the stream expects to send
   * @param registry how the schema registry of the settings is accessed, if there is one
   * @param archive where the messages are, if not all of them are to come from the topic
   * @param checks which readings the stream has excluded as no measurements
   */
  public record Plan(
      OffsetRange log,
      StreamSettings settings,
      RuleSetHistory rules,
      Expectation expectation,
      RegistryAccess registry,
      @Nullable ArchivedLog archive,
      PlausibilityChecks checks) {

    /** Reads the messages, without the readings that are no measurements. */
    public ParsedMessages read(StreamExecutionEnvironment environment, Properties client) {
      return PlausibilityTopology.checkSorted(readAll(environment, client), checks).messages();
    }

    private ParsedMessages readAll(StreamExecutionEnvironment environment, Properties client) {
      return archive == null
          ? ReplayJob.read(
              environment, client, log, settings.parsing(), settings.bounds(), registry)
          : ReplayJob.read(
              environment, client, archive, settings.parsing(), settings.bounds(), registry);
    }
  }

  /**
   * The results of a replay.
   *
   * @param averages one for each window
   * @param groups one for each window of a group; empty without groups
   * @param alerts transitions; empty without rules
   * @param unmatched entries of the late log that name no reading of the log
   * @param unlogged readings that are no measurements, and that the late log does not name; empty
   *     if the stream excludes none
   */
  public record Results(
      DataStream<AverageUpdate> averages,
      Optional<DataStream<GroupAverage>> groups,
      DataStream<Rejection> rejected,
      Optional<Alerts> alerts,
      DataStream<LateReading> unmatched,
      Optional<DataStream<LateReading>> unlogged) {

    /** Writes the results to a folder. */
    public void write(Path folder) {
      JsonLinesSink.writeAverages(averages, folder);
      groups.ifPresent(
          all ->
              JsonLinesSink.write(all, folder, ResultFolder.GROUP_AVERAGES, GroupAverageLine::of));
      JsonLinesSink.write(rejected, folder, ResultFolder.REJECTED, JsonLinesWriter::of);
      JsonLinesSink.write(unmatched, folder, ResultFolder.UNMATCHED, JsonLinesWriter::of);
      alerts.ifPresent(
          results -> {
            JsonLinesSink.write(
                results.transitions(), folder, ResultFolder.TRANSITIONS, JsonLinesWriter::of);
            JsonLinesSink.write(
                results.afterEndOfInput(),
                folder,
                ResultFolder.AFTER_END_OF_INPUT,
                JsonLinesWriter::of);
          });
    }
  }

  /**
   * The transitions of a replay. Those of an alert come in the order in which it changes.
   *
   * @param afterEndOfInput those that occur if event time advances after the last reading of their
   *     series
   * @param evaluated the readings that the rules on readings have evaluated, series by series,
   *     sorted by instant
   */
  public record Alerts(
      DataStream<Transition> transitions,
      DataStream<Transition> afterEndOfInput,
      DataStream<Reading> evaluated) {}

  /**
   * Builds the replay.
   *
   * @param late the entries of the late log, with the instants of their readings as timestamps
   */
  public static Results replay(
      StreamExecutionEnvironment environment,
      Properties client,
      Plan plan,
      DataStream<LateReading> late) {
    StreamSettings settings = plan.settings();
    RuleSetHistory rules = plan.rules();
    Windowing windowing = settings.windowing();
    AverageSpec spec = AverageSpec.bounded(windowing, settings.wantedPercentiles());
    PlausibilityTopology.Replayed measured =
        PlausibilityTopology.replay(
            plan.readAll(environment, client),
            plan.checks(),
            ofMessages(plan.log(), late, "measurements"));
    ParsedMessages messages = measured.messages();
    Distinct distinct = distinct(messages, plan, late);
    DataStream<Reading> readings = distinct.readings();
    ReplayTopology.InTime inTime = ReplayTopology.inTimeForAverages(readings, late, windowing);
    Topology.PreAggregated combined = Topology.preAggregate(distinct.once(inTime.readings()), spec);
    Topology.Averages averages = Topology.merge(combined.partials().union(inTime.partials()), spec);
    Optional<DataStream<GroupAverage>> groups =
        settings.groups().map(by -> GroupTopology.average(averages, by, spec));
    DataStream<LateReading> unmatched = distinct.with(inTime.unmatched());
    unmatched = measured.unmatched().map(unmatched::union).orElse(unmatched);
    if (rules.isEmpty()) {
      return new Results(
          averages.updates(),
          groups,
          messages.rejected(),
          Optional.empty(),
          unmatched,
          measured.unlogged());
    }
    ReplayTopology.InTime inOrder =
        ReplayTopology.inTimeForAlerts(
            AlertTopology.watched(readings, rules, "log-of-alerts"), late);
    AlertTopology.Alerts alerts =
        AlertTopology.alertSorted(
            Topology.pack(inOrder.readings(), "readings in order"), rules, plan.expectation());
    unmatched = unmatched.union(inOrder.unmatched());
    for (AverageAlertTopology on : AverageAlertTopology.of(rules, windowing)) {
      ReplayTopology.InTime ofAverages = on.inTime(readings, late);
      alerts = alerts.union(on.replay(ofAverages, rules));
      unmatched = unmatched.union(ofAverages.unmatched());
    }
    Optional<AlertTopology.Alerts> ofSignals =
        SignalTopology.replay(Topology.pack(readings, "readings for signals"), late, rules);
    if (ofSignals.isPresent()) {
      alerts = alerts.unionAll(ofSignals.get());
      unmatched = unmatched.union(ofSignals.get().late());
    }
    return new Results(
        averages.updates(),
        groups,
        messages.rejected(),
        Optional.of(new Alerts(alerts.transitions(), alerts.afterEndOfInput(), inOrder.readings())),
        unmatched,
        measured.unlogged());
  }

  /**
   * The readings of a replay.
   *
   * @param unmatched entries of the late log about repeats that are not true; {@code null} if all
   *     readings count
   */
  private record Distinct(
      DataStream<Reading> readings, @Nullable DataStream<LateReading> unmatched) {

    DataStream<LateReading> with(DataStream<LateReading> others) {
      return unmatched == null ? others : others.union(unmatched);
    }

    /** A repeat that is in time was to be dropped: one that the stream missed is a difference. */
    DataStream<Reading> once(DataStream<Reading> inTime) {
      return unmatched == null
          ? inTime
          : Topology.withoutDuplicates(inTime, DropDuplicates.Keep.ONE_EACH);
    }
  }

  /** Leaves out the repeats that the stream has dropped, if it was to drop them. */
  private static Distinct distinct(
      ParsedMessages messages, Plan plan, DataStream<LateReading> late) {
    if (!plan.settings().dropsDuplicates()) {
      return new Distinct(messages.readings(), null);
    }
    ReplayTopology.InTime distinct =
        ReplayTopology.withoutRepeats(
            messages.readings(), ofMessages(plan.log(), late, "messages"));
    return new Distinct(distinct.readings(), distinct.unmatched());
  }

  /** The entries of the late log that name a message that is replayed. */
  private static DataStream<LateReading> ofMessages(
      OffsetRange log, DataStream<LateReading> late, String uidSuffix) {
    return late.filter(entry -> isOf(log, entry.reading().position()))
        .name("late log of the " + uidSuffix)
        .uid("late-log-of-" + uidSuffix);
  }

  private static boolean isOf(OffsetRange log, long position) {
    return log.contains(Position.partition(position), Position.offset(position));
  }
}
