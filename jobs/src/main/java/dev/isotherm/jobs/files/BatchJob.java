package dev.isotherm.jobs.files;

import dev.isotherm.alert.RuleSet;
import dev.isotherm.average.Windowing;
import dev.isotherm.jobs.format.JsonLines;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.pipeline.Flow;
import dev.isotherm.pipeline.ReadingOrder;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** From files, through the flow that is the same for all sources, to files. */
final class BatchJob {
  private BatchJob() {}

  static void build(
      StreamExecutionEnvironment environment,
      List<Path> inputs,
      FileParsers parsers,
      Windowing windowing,
      RuleSet rules,
      Path output) {
    FileSource<LineBlock> source =
        FileSource.forBulkFileFormat(new LineBlockFormat(parsers), inputs.toArray(new Path[0]))
            .setFileEnumerator(FileRanges::new)
            .build();
    DataStream<LineBlock> blocks =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "read files")
            .uid("read-files");
    Flow.Messages messages = Flow.parse(blocks, parsers);
    // Nothing is late in BATCH mode: windows close when all of the input has been read.
    Flow.Averages averages = Flow.average(messages.readings(), windowing, Duration.ZERO);
    // Nor is anything withdrawn, since nothing is published before.
    JsonLinesSink.write(
        averages.updates(),
        output,
        ResultFolder.AVERAGES,
        update -> JsonLines.of(update.average()));
    JsonLinesSink.write(messages.rejected(), output, ResultFolder.REJECTED, JsonLines::of);
    JsonLinesSink.write(averages.late(), output, ResultFolder.LATE, JsonLines::of);
    if (!rules.isEmpty()) {
      Flow.Alerts alerts = Flow.alert(messages.readings(), rules, ReadingOrder.SORTED);
      JsonLinesSink.write(alerts.transitions(), output, ResultFolder.TRANSITIONS, JsonLines::of);
    }
  }
}
