package dev.isotherm.jobs.files;

import dev.isotherm.flow.average.AverageUpdate;
import dev.isotherm.wire.JsonLinesWriter;
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

/** Writes a stream to files of JSON lines. A file gets its name when it is complete. */
public final class JsonLinesSink {
  private JsonLinesSink() {}

  /**
   * Writes a stream to a folder.
   *
   * @param name name of the folder below {@code parent}, and of the operator
   */
  public static <T> void write(
      DataStream<T> stream, Path parent, String name, SerializableFunction<T, byte[]> line) {
    Path folder = new Path(parent, name);
    String folderName = LocalPaths.text(folder);
    FileSink<T> sink =
        FileSink.forBulkFormat(folder, out -> new LineWriter<>(folderName, line, out))
            .withBucketAssigner(new BasePathBucketAssigner<>())
            .withRollingPolicy(OnCheckpointRollingPolicy.build())
            .withOutputFileConfig(new OutputFileConfig("part", ".jsonl"))
            .build();
    stream.sinkTo(sink).name("write " + name).uid("write-" + name);
  }

  /** Writes averages. In BATCH mode no average is withdrawn, because none was published before. */
  public static void writeAverages(DataStream<AverageUpdate> updates, Path parent) {
    write(updates, parent, ResultFolder.AVERAGES, update -> JsonLinesWriter.of(update.average()));
  }

  /** Buffers lines, because Flink's streams do not. Names the folder in errors. */
  private static final class LineWriter<T> implements BulkWriter<T> {

    private static final int BUFFER_BYTES = 1 << 16;

    private final String folder;
    private final SerializableFunction<T, byte[]> line;
    private final OutputStream out;

    LineWriter(String folder, SerializableFunction<T, byte[]> line, OutputStream out) {
      this.folder = folder;
      this.line = line;
      this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    @Override
    public void addElement(T element) throws IOException {
      byte[] bytes = line.apply(element);
      try {
        out.write(bytes);
        out.write('\n');
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    /** Does not close the stream, as its contract demands. */
    @Override
    public void finish() throws IOException {
      flush();
    }

    private IOException unwritable(IOException error) {
      return FileErrors.of(folder + ": cannot be written", error);
    }
  }
}
