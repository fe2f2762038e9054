package dev.isotherm.jobs.graph;

import dev.isotherm.flow.topology.Topology;
import dev.isotherm.jobs.files.FileRanges;
import dev.isotherm.jobs.files.LineBlockFormat;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Reads files as a bounded input. */
public final class BatchJob {
  private BatchJob() {}

  /** Reads and parses the lines of files. */
  public static Topology.Messages read(
      StreamExecutionEnvironment environment, List<Path> inputs, FileParsers parsers) {
    FileSource<LineBlock> source =
        FileSource.forBulkFileFormat(new LineBlockFormat(parsers), inputs.toArray(new Path[0]))
            .setFileEnumerator(FileRanges::new)
            .build();
    DataStream<LineBlock> blocks =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "read files")
            .uid("read-files");
    return Topology.parse(blocks, parsers);
  }
}
