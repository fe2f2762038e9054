package dev.isotherm.jobs.results;

import dev.isotherm.jobs.format.JsonLines;
import dev.isotherm.pipeline.AverageUpdate;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.apache.flink.util.function.SerializableFunction;

/** Writes a stream as files of JSON lines; a file appears under its name when it is whole. */
public final class JsonLinesSink {
  private JsonLinesSink() {}

  /**
   * Ends a stream in a folder.
   *
   * @param name of the folder below {@code parent}, and of what is in it
   */
  public static <T> void write(
      DataStream<T> stream, Path parent, String name, SerializableFunction<T, byte[]> line) {
    FileSink<T> sink =
        FileSink.forRowFormat(new Path(parent, name), new LineEncoder<>(line))
            .withBucketAssigner(new BasePathBucketAssigner<>())
            .withRollingPolicy(OnCheckpointRollingPolicy.build())
            .withOutputFileConfig(new OutputFileConfig("part", ".jsonl"))
            .build();
    stream.sinkTo(sink).name("write " + name).uid("write-" + name);
  }

  /** Ends averages in their folder. In BATCH mode none is withdrawn: none was published before. */
  public static void writeAverages(DataStream<AverageUpdate> updates, Path parent) {
    write(updates, parent, ResultFolder.AVERAGES, update -> JsonLines.of(update.average()));
  }

  private record LineEncoder<T>(SerializableFunction<T, byte[]> line) implements Encoder<T> {
    @Override
    public void encode(T element, OutputStream stream) throws IOException {
      stream.write(line.apply(element));
      stream.write('\n');
    }
  }
}
