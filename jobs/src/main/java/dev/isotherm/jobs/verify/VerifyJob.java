package dev.isotherm.jobs.verify;

import dev.isotherm.alert.RuleTimeline;
import dev.isotherm.alert.Selector.Source;
import dev.isotherm.average.Windowing;
import dev.isotherm.jobs.format.JsonLines;
import dev.isotherm.jobs.kafka.LogRange;
import dev.isotherm.jobs.progress.StreamSettings;
import dev.isotherm.jobs.replay.ReplayJob;
import dev.isotherm.jobs.results.JsonLinesSink;
import dev.isotherm.jobs.results.ResultFolder;
import dev.isotherm.model.LateReading;
import dev.isotherm.pipeline.AlertFlow;
import dev.isotherm.pipeline.AverageAlerts;
import dev.isotherm.pipeline.Flow;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Computes from the log, without what is in the ledger, what a stream should have published. */
final class VerifyJob {
  private VerifyJob() {}

  /**
   * Builds it.
   *
   * @param log what the stream had read
   * @param ledger what the stream left out, by then and perhaps a little later
   */
  static void build(
      StreamExecutionEnvironment environment,
      Properties client,
      LogRange log,
      LogRange ledger,
      StreamSettings settings,
      RuleTimeline rules,
      Path output) {
    Windowing windowing = settings.windowing();
    Flow.Messages messages =
        ReplayJob.read(environment, client, log, settings.parsing(), settings.guard());
    DataStream<LateReading> late = ledger(environment, client, ledger);
    Flow.InTime inTime = Flow.inTimeForAverages(messages.readings(), late, windowing);
    Flow.Combined combined = Flow.combine(inTime.readings(), windowing, Duration.ZERO);
    Flow.Averages averages =
        Flow.merge(combined.partials().union(inTime.partials()), windowing, Duration.ZERO);
    JsonLinesSink.writeAverages(averages.updates(), output);
    JsonLinesSink.write(messages.rejected(), output, ResultFolder.REJECTED, JsonLines::of);
    DataStream<LateReading> unmatched = inTime.unmatched();
    if (!rules.isEmpty()) {
      Flow.InTime inOrder =
          Flow.inTimeForAlerts(
              AlertFlow.watched(messages.readings(), rules, Source.READINGS, "log-of-alerts"),
              late);
      AlertFlow.Alerts alerts = AlertFlow.alertSorted(inOrder.readings(), rules);
      if (rules.watches(Source.AVERAGES)) {
        Flow.InTime ofAverages = AverageAlerts.inTime(messages.readings(), late, windowing);
        alerts = alerts.union(AverageAlerts.replay(ofAverages, rules, windowing));
        unmatched = unmatched.union(ofAverages.unmatched());
      }
      JsonLinesSink.write(alerts.transitions(), output, ResultFolder.TRANSITIONS, JsonLines::of);
      JsonLinesSink.write(alerts.afterLast(), output, ResultFolder.AFTER_LAST, JsonLines::of);
      unmatched = unmatched.union(inOrder.unmatched());
    }
    JsonLinesSink.write(unmatched, output, ResultFolder.UNMATCHED, JsonLines::of);
  }

  private static DataStream<LateReading> ledger(
      StreamExecutionEnvironment environment, Properties client, LogRange ledger) {
    KafkaSource<LateReading> source = ReplayJob.source(client, ledger, new LateDeserializer());
    return environment
        .fromSource(
            source,
            WatermarkStrategy.<LateReading>noWatermarks()
                .withTimestampAssigner((late, written) -> late.reading().epochMillis()),
            "read " + ledger.topic())
        .uid("read-late");
  }
}
