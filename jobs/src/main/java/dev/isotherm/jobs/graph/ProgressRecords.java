package dev.isotherm.jobs.graph;

import dev.isotherm.flow.progress.Progress;
import dev.isotherm.flow.progress.ProgressUpdate;
import dev.isotherm.jobs.kafka.sink.ResultRecord;
import dev.isotherm.jobs.kafka.sink.ResultRecords;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import dev.isotherm.wire.StreamSettings;
import org.apache.flink.util.function.SerializableFunction;

/** Converts the progress of a streaming job to records. */
final class ProgressRecords {
  private ProgressRecords() {}

  static SerializableFunction<ProgressUpdate, ResultRecord> of(
      StreamJob.Kafka kafka, StreamSettings settings) {
    String group = kafka.group();
    String topic = kafka.topics().readings();
    return ResultRecords.progress(
        kafka.topics().progress(),
        group,
        update -> progress(group, settings, topic, update).line());
  }

  private static StreamProgress progress(
      String group, StreamSettings settings, String topic, ProgressUpdate update) {
    Progress progress = update.progress();
    return new StreamProgress(
        group,
        settings,
        new OffsetRange(topic, progress.firstOffsets(), progress.nextOffsets()),
        progress.watermarkMillis(),
        progress.deadlinesMillis(),
        progress.accounting(),
        progress.job(),
        progress.earlierRuns(),
        update.unmatched(),
        update.leftOut(),
        update.lateForAlerts(),
        update.expectedSinceMillis());
  }
}
