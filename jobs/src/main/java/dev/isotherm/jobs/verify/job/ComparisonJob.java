package dev.isotherm.jobs.verify.job;

import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.group.GroupAverage;
import dev.isotherm.group.GroupBy;
import dev.isotherm.jobs.files.JsonLinesSink;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.ReplayJob;
import dev.isotherm.jobs.graph.VerifyJob;
import dev.isotherm.jobs.kafka.source.MessageSource;
import dev.isotherm.jobs.kafka.source.RecordDeserializer;
import dev.isotherm.jobs.verify.compare.Comparison;
import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.jobs.verify.compare.LateLogDifferences;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Rejection;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamSettings;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;

/**
 * The job that compares a replay with the result topics, key by key: all that belongs to one
 * window, to one alert or to one message. Flink sorts the results by key, on disk if they are many.
 * So memory is bounded by the results of one key. Differences are counted, and the first of them
 * are kept in accumulators.
 *
 * <pre>
 * replay ───────┐
 *               ├─► compare by key ─► differences ─┬─► explain by series ─► count
 * result topics ┘                                  │
 * later messages, late log ────────────────────────┘
 * </pre>
 */
public final class ComparisonJob {

  private ComparisonJob() {}

  /**
   * What is compared.
   *
   * @param later the messages after the compared ones, as far as the results may include them
   */
  public record Plan(
      VerifyJob.Plan replay, PublishedTopics published, OffsetRange later, Comparison comparison) {}

  /**
   * Builds the job.
   *
   * @param output folder for the results of the replay and all differences; {@code null} for none
   */
  public static void build(
      StreamExecutionEnvironment environment, Properties client, Plan plan, @Nullable Path output) {
    PublishedTopics topics = plan.published();
    Comparison comparison = plan.comparison();
    DataStream<LateReading> late = topics.late(environment, client);
    VerifyJob.Results replay = VerifyJob.replay(environment, client, plan.replay(), late);
    DataStream<Difference> averages =
        compareAverages(
            replay,
            topics.averages(environment, client, plan.replay().settings().windowing()),
            comparison);
    DataStream<Difference> alerts =
        compareAlerts(replay, topics.transitions(environment, client), comparison);
    DataStream<Difference> rejections =
        compareRejections(replay, topics.rejected(environment, client, comparison));
    DataStream<Difference> unmatched =
        replay
            .unmatched()
            .filter(comparison::compares)
            .uid("compared-unmatched")
            .map(LateLogDifferences::unmatched, ResultTypes.DIFFERENCE)
            .uid("unmatched-as-differences");
    DataStream<Difference> all = averages.union(alerts, rejections, unmatched);
    if (replay.groups().isPresent()) {
      all =
          all.union(
              compareGroups(
                  replay.groups().get(),
                  topics.groups(environment, client, plan.replay().settings().windowing()),
                  comparison));
    }
    if (replay.unlogged().isPresent()) {
      all = all.union(unlogged(replay.unlogged().get(), comparison));
    }
    if (plan.later().isEmpty()) {
      count(all, ResultFolder.DIFFERENCES, output);
    } else {
      explain(all, replay, late, later(environment, client, plan, late), output);
    }
    if (output != null) {
      replay.write(output);
    }
  }

  private static DataStream<Difference> unlogged(
      DataStream<LateReading> implausible, Comparison comparison) {
    return implausible
        .filter(comparison::compares)
        .uid("compared-unlogged")
        .map(LateLogDifferences::unlogged, ResultTypes.DIFFERENCE)
        .uid("unlogged-as-differences");
  }

  private static DataStream<Difference> compareAverages(
      VerifyJob.Results replay, DataStream<WindowResult> published, Comparison comparison) {
    return replay
        .averages()
        .transform(
            "averages of the log",
            ResultTypes.WINDOW_RESULT,
            new InOrder<>(
                (update, number) -> WindowResult.ofLog(update.average()), WindowResult::order))
        .uid("averages-of-log")
        .union(published)
        .keyBy(WindowResult::key, ResultTypes.WINDOW_KEY)
        .process(
            new CompareAverages(comparison.averages(), CompareAverages.MATCHES),
            ResultTypes.DIFFERENCE)
        .name("compare averages")
        .uid("compare-averages");
  }

  private static DataStream<Difference> compareGroups(
      DataStream<GroupAverage> ofLog, DataStream<WindowResult> published, Comparison comparison) {
    return ofLog
        .transform(
            "averages of groups of the log",
            ResultTypes.WINDOW_RESULT,
            new InOrder<>((group, number) -> WindowResult.ofLog(group), WindowResult::order))
        .uid("averages-of-groups-of-log")
        .union(published)
        .keyBy(WindowResult::key, ResultTypes.WINDOW_KEY)
        .process(
            new CompareAverages(comparison.averages(), CompareAverages.MATCHES_OF_GROUPS),
            ResultTypes.DIFFERENCE)
        .name("compare averages of groups")
        .uid("compare-averages-of-groups");
  }

  private static DataStream<Difference> compareAlerts(
      VerifyJob.Results replay, DataStream<AlertResult> published, Comparison comparison) {
    DataStream<AlertResult> all = published;
    if (replay.alerts().isPresent()) {
      VerifyJob.Alerts ofLog = replay.alerts().get();
      all =
          all.union(
              ofLog
                  .transitions()
                  .transform(
                      "transitions of the log",
                      ResultTypes.ALERT_RESULT,
                      new InOrder<>(
                          (transition, number) -> AlertResult.ofLog(transition, false, number),
                          AlertResult::order))
                  .uid("transitions-of-log"),
              ofLog
                  .afterEndOfInput()
                  .transform(
                      "transitions after the log",
                      ResultTypes.ALERT_RESULT,
                      new InOrder<>(
                          (transition, number) -> AlertResult.ofLog(transition, true, number),
                          AlertResult::order))
                  .uid("transitions-after-log"));
    }
    return all.keyBy(AlertResult::key, ResultTypes.ALERT_KEY)
        .process(new CompareAlerts(comparison.alerts()), ResultTypes.DIFFERENCE)
        .name("compare alerts")
        .uid("compare-alerts");
  }

  private static DataStream<Difference> compareRejections(
      VerifyJob.Results replay, DataStream<RejectionResult> published) {
    return replay
        .rejected()
        .map(ComparisonJob::ofLog, ResultTypes.REJECTION_RESULT)
        .name("rejections of the log")
        .uid("rejections-of-log")
        .union(published)
        .keyBy(RejectionResult::place, Types.STRING)
        .process(new CompareRejections(), ResultTypes.DIFFERENCE)
        .name("compare rejections")
        .uid("compare-rejections");
  }

  private static RejectionResult ofLog(Rejection rejection) {
    return new RejectionResult(rejection.place(), true, rejection.reason().name());
  }

  /** The later readings, and what groups have of the late log. */
  private static DataStream<Clue> later(
      StreamExecutionEnvironment environment,
      Properties client,
      Plan plan,
      DataStream<LateReading> late) {
    GroupBy groups = plan.replay().settings().groups().orElse(null);
    DataStream<Clue> readings = laterReadings(environment, client, plan, groups);
    return groups == null
        ? readings
        : readings.union(
            late.transform("late log by group", ResultTypes.CLUE, new LateLogByGroup(groups))
                .uid("late-log-by-group"));
  }

  private static DataStream<Clue> laterReadings(
      StreamExecutionEnvironment environment,
      Properties client,
      Plan plan,
      @Nullable GroupBy groups) {
    StreamSettings settings = plan.replay().settings();
    MessageSource source =
        new MessageSource(
            ReplayJob.source(client, plan.later(), new RecordDeserializer()),
            settings.parsing(),
            settings.bounds(),
            plan.replay().registry());
    return environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "read later " + plan.later().topic())
        .uid("read-later-messages")
        .transform(
            "later readings", ResultTypes.CLUE, new LaterReadings(plan.replay().rules(), groups))
        .uid("later-readings");
  }

  private static void explain(
      DataStream<Difference> all,
      VerifyJob.Results replay,
      DataStream<LateReading> late,
      DataStream<Clue> laterReadings,
      @Nullable Path output) {
    DataStream<Clue> clues =
        all.filter(difference -> difference.explainedBy() != null)
            .uid("differences-to-explain")
            .transform(
                "differences by series",
                ResultTypes.CLUE,
                new InOrder<>((difference, number) -> Clue.difference(difference), Clue::order))
            .uid("differences-by-series")
            .union(
                laterReadings,
                late.transform(
                        "late log by series",
                        ResultTypes.CLUE,
                        new InOrder<>((entry, number) -> Clue.lateEntry(entry), Clue::order))
                    .uid("late-log-by-series"));
    if (replay.alerts().isPresent()) {
      clues =
          clues.union(
              replay
                  .alerts()
                  .get()
                  .evaluated()
                  .transform("last readings", ResultTypes.CLUE, new LastReadings())
                  .uid("last-readings"));
    }
    SingleOutputStreamOperator<Difference> unexplained =
        clues
            .keyBy(Clue::series, ModelTypes.SERIES)
            .process(new ExplainDifferences(), ResultTypes.DIFFERENCE)
            .name("explain differences")
            .uid("explain-differences");
    DataStream<Difference> certain =
        all.filter(difference -> difference.explainedBy() == null).uid("certain-differences");
    count(unexplained.union(certain), ResultFolder.DIFFERENCES, output);
    count(unexplained.getSideOutput(ResultTypes.UNDECIDED), ResultFolder.UNDECIDED, output);
  }

  /** Counts differences, and writes them if there is a folder. */
  static void count(DataStream<Difference> differences, String name, @Nullable Path output) {
    DataStream<Difference> counted =
        differences
            .process(new CountDifferences(name), ResultTypes.DIFFERENCE)
            .name("count " + name)
            .uid("count-" + name)
            .setParallelism(1);
    if (output == null) {
      counted
          .sinkTo(new DiscardingSink<>())
          .name("drop " + name)
          .uid("drop-" + name)
          .setParallelism(1);
    } else {
      JsonLinesSink.write(counted, output, name, ComparisonJob::line);
    }
  }

  private static byte[] line(Difference difference) {
    return JsonLinesWriter.object(
        json -> {
          json.writeStringField("kind", EnumText.lowerCase(difference.kind()));
          json.writeStringField("difference", difference.sentence());
        });
  }
}
