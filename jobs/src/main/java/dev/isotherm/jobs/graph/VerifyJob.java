package dev.isotherm.jobs.graph;

import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.flow.topology.AlertTopology;
import dev.isotherm.flow.topology.AverageAlertTopology;
import dev.isotherm.flow.topology.ReplayTopology;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.jobs.files.JsonLinesSink;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.model.LateReading;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.Selector.Source;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamSettings;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Replays the log without the entries of the late log: the results that a stream should publish.
 */
public final class VerifyJob {
  private VerifyJob() {}

  /**
   * The stream to replay.
   *
   * @param log the messages that the stream has read
   * @param lateLog the entries of the late log at that time, and perhaps later ones
   */
  public record Plan(
      OffsetRange log, OffsetRange lateLog, StreamSettings settings, RuleSetHistory rules) {}

  /** Builds the job, which writes its results to a folder. */
  public static void build(
      StreamExecutionEnvironment environment, Properties client, Plan plan, Path output) {
    StreamSettings settings = plan.settings();
    RuleSetHistory rules = plan.rules();
    Windowing windowing = settings.windowing();
    Topology.Messages messages =
        ReplayJob.read(environment, client, plan.log(), settings.parsing(), settings.guard());
    DataStream<LateReading> late = lateLog(environment, client, plan.lateLog());
    ReplayTopology.InTime inTime =
        ReplayTopology.inTimeForAverages(messages.readings(), late, windowing);
    Topology.PreAggregated combined =
        Topology.preAggregate(inTime.readings(), windowing, Duration.ZERO);
    Topology.Averages averages =
        Topology.merge(combined.partials().union(inTime.partials()), windowing, Duration.ZERO);
    JsonLinesSink.writeAverages(averages.updates(), output);
    JsonLinesSink.write(messages.rejected(), output, ResultFolder.REJECTED, JsonLinesWriter::of);
    DataStream<LateReading> unmatched = inTime.unmatched();
    if (!rules.isEmpty()) {
      ReplayTopology.InTime inOrder =
          ReplayTopology.inTimeForAlerts(
              AlertTopology.watched(messages.readings(), rules, Source.READINGS, "log-of-alerts"),
              late);
      AlertTopology.Alerts alerts = AlertTopology.alertSorted(inOrder.readings(), rules);
      if (rules.watches(Source.AVERAGES)) {
        ReplayTopology.InTime ofAverages =
            AverageAlertTopology.inTime(messages.readings(), late, windowing);
        alerts = alerts.union(AverageAlertTopology.replay(ofAverages, rules, windowing));
        unmatched = unmatched.union(ofAverages.unmatched());
      }
      JsonLinesSink.write(
          alerts.transitions(), output, ResultFolder.TRANSITIONS, JsonLinesWriter::of);
      JsonLinesSink.write(
          alerts.afterEndOfInput(), output, ResultFolder.AFTER_END_OF_INPUT, JsonLinesWriter::of);
      unmatched = unmatched.union(inOrder.unmatched());
    }
    JsonLinesSink.write(unmatched, output, ResultFolder.UNMATCHED, JsonLinesWriter::of);
  }

  private static DataStream<LateReading> lateLog(
      StreamExecutionEnvironment environment, Properties client, OffsetRange range) {
    return environment
        .fromSource(
            ReplayJob.source(
                client,
                range,
                KafkaRecordDeserializationSchema.valueOnly(new LateReadingDeserializer())),
            WatermarkStrategy.<LateReading>noWatermarks()
                .withTimestampAssigner((late, written) -> late.reading().epochMillis()),
            "read " + range.topic())
        .uid("read-late");
  }

  /** Parses entries of the late log, all of which were parsed once before. */
  private static final class LateReadingDeserializer
      extends AbstractDeserializationSchema<LateReading> {

    private static final long serialVersionUID = 1;

    LateReadingDeserializer() {
      super(ModelTypes.LATE_READING);
    }

    @Override
    public LateReading deserialize(byte[] line) {
      return JsonLinesReader.readLate(line);
    }
  }
}
