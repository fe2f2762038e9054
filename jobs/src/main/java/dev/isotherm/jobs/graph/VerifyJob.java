package dev.isotherm.jobs.graph;

import dev.isotherm.flow.topology.AlertTopology;
import dev.isotherm.flow.topology.AverageAlertTopology;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.jobs.files.JsonLinesSink;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.kafka.source.LateReadingDeserializer;
import dev.isotherm.model.LateReading;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLines;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamSettings;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Computes from the log, without what is in the ledger, what a stream should have published. */
public final class VerifyJob {
  private VerifyJob() {}

  /**
   * Builds it.
   *
   * @param log what the stream had read
   * @param ledger what the stream left out, by then and perhaps a little later
   */
  public static void build(
      StreamExecutionEnvironment environment,
      Properties client,
      OffsetRange log,
      OffsetRange ledger,
      StreamSettings settings,
      RuleSetHistory rules,
      Path output) {
    Windowing windowing = settings.windowing();
    Topology.Messages messages =
        ReplayJob.read(environment, client, log, settings.parsing(), settings.guard());
    DataStream<LateReading> late = ledger(environment, client, ledger);
    Topology.InTime inTime = Topology.inTimeForAverages(messages.readings(), late, windowing);
    Topology.PreAggregated combined =
        Topology.preAggregate(inTime.readings(), windowing, Duration.ZERO);
    Topology.Averages averages =
        Topology.merge(combined.partials().union(inTime.partials()), windowing, Duration.ZERO);
    JsonLinesSink.writeAverages(averages.updates(), output);
    JsonLinesSink.write(messages.rejected(), output, ResultFolder.REJECTED, JsonLines::of);
    DataStream<LateReading> unmatched = inTime.unmatched();
    if (!rules.isEmpty()) {
      Topology.InTime inOrder =
          Topology.inTimeForAlerts(
              AlertTopology.watched(messages.readings(), rules, Source.READINGS, "log-of-alerts"),
              late);
      AlertTopology.Alerts alerts = AlertTopology.alertSorted(inOrder.readings(), rules);
      if (rules.watches(Source.AVERAGES)) {
        Topology.InTime ofAverages =
            AverageAlertTopology.inTime(messages.readings(), late, windowing);
        alerts = alerts.union(AverageAlertTopology.replay(ofAverages, rules, windowing));
        unmatched = unmatched.union(ofAverages.unmatched());
      }
      JsonLinesSink.write(alerts.transitions(), output, ResultFolder.TRANSITIONS, JsonLines::of);
      JsonLinesSink.write(alerts.afterEndOfInput(), output, ResultFolder.AFTER_LAST, JsonLines::of);
      unmatched = unmatched.union(inOrder.unmatched());
    }
    JsonLinesSink.write(unmatched, output, ResultFolder.UNMATCHED, JsonLines::of);
  }

  private static DataStream<LateReading> ledger(
      StreamExecutionEnvironment environment, Properties client, OffsetRange ledger) {
    KafkaSource<LateReading> source =
        ReplayJob.source(client, ledger, new LateReadingDeserializer());
    return environment
        .fromSource(
            source,
            WatermarkStrategy.<LateReading>noWatermarks()
                .withTimestampAssigner((late, written) -> late.reading().epochMillis()),
            "read " + ledger.topic())
        .uid("read-late");
  }
}
