package dev.isotherm.jobs.files;

import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.wire.JsonLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.api.common.serialization.BulkWriter;
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
        FileSink.forBulkFormat(new Path(parent, name), out -> new LineWriter<>(line, out))
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

  /** Collects lines, because Flink's streams hand each write on to the system. */
  private static final class LineWriter<T> implements BulkWriter<T> {

    private static final int BUFFER = 1 << 16;

    private final SerializableFunction<T, byte[]> line;
    private final OutputStream out;

    LineWriter(SerializableFunction<T, byte[]> line, OutputStream out) {
      this.line = line;
      this.out = new BufferedOutputStream(out, BUFFER);
    }

    @Override
    public void addElement(T element) throws IOException {
      out.write(line.apply(element));
      out.write('\n');
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    /** Leaves the stream open, as it must. */
    @Override
    public void finish() throws IOException {
      out.flush();
    }
  }
}
