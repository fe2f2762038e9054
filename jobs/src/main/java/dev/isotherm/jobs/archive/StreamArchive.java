package dev.isotherm.jobs.archive;

import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.jobs.files.FileErrors;
import dev.isotherm.jobs.files.LocalPaths;
import dev.isotherm.jobs.kafka.source.MessageSource;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a stream keeps its messages: {@code date=2025-07-01/messages-….jsonl.zst}.
 * The names of files that are not complete begin with a point.
 *
 * @param folder {@code null} if the messages are not to be kept
 * @param interval how long messages are collected before they become a file
 */
public record StreamArchive(@Nullable Path folder, Duration interval) {

  /** The messages are not kept. */
  public static final StreamArchive NONE = new StreamArchive(null, Duration.ZERO);

  private static final int BUCKET_CHECK_MILLIS = 60_000;

  /**
   * Makes the folder, if it is not there, and checks that it can be written.
   *
   * @param interval how long messages are collected before they become a file
   * @throws IOException if it cannot be used; the message says why
   */
  public static StreamArchive prepare(Path folder, Duration interval) throws IOException {
    try {
      FileSystem files = folder.getFileSystem();
      FileStatus there = files.exists(folder) ? files.getFileStatus(folder) : null;
      if (there != null && !there.isDir()) {
        throw new IOException("is a file; name a folder");
      }
      files.mkdirs(folder);
      files.createRecoverableWriter();
      Path trial = new Path(folder, ".trial-" + UUID.randomUUID());
      try (FSDataOutputStream out = files.create(trial, FileSystem.WriteMode.NO_OVERWRITE)) {
        out.write('\n');
      }
      files.delete(trial, false);
      return new StreamArchive(folder, interval);
    } catch (UnsupportedFileSystemSchemeException unknown) {
      throw new IOException(
          "Flink has no file system for "
              + folder.toUri().getScheme()
              + ": here; it comes with a plugin of Flink");
    } catch (UnsupportedOperationException notExactlyOnce) {
      throw new IOException(
          "this file system cannot take back what a crash left unfinished; use another plugin of"
              + " Flink, such as flink-s3-fs-hadoop");
    }
  }

  /** The source to read messages from: blocks of it hold them, if they are to be kept. */
  public MessageSource source(MessageSource source) {
    return folder == null ? source : source.keepingRaw();
  }

  /** Keeps the messages, if they are to be kept. */
  public void keep(DataStream<MessageBlock> messages) {
    if (folder == null) {
      return;
    }
    FileSink<ArchivePart> sink =
        FileSink.forBulkFormat(folder, partWriter(LocalPaths.text(folder)))
            .withBucketAssigner(new ByEventDay())
            .withRollingPolicy(OnCheckpointRollingPolicy.build())
            .withBucketCheckInterval(BUCKET_CHECK_MILLIS)
            .withOutputFileConfig(new OutputFileConfig("messages", ".jsonl.zst"))
            .build();
    messages
        .transform("pack messages", ArchivePart.TYPE, new PackMessages())
        .uid("pack-messages")
        // One subtask has all of them: otherwise there would be files of each.
        .transform("buffer messages", ArchivePart.TYPE, new BufferParts(interval))
        .uid("buffer-messages")
        .setParallelism(1)
        .sinkTo(sink)
        .name("archive messages")
        .uid("archive-messages")
        .setParallelism(1);
  }

  private static BulkWriter.Factory<ArchivePart> partWriter(String folder) {
    return out -> new PartWriter(folder, out);
  }

  /** Writes frames one after the other, which is a zstd file again. */
  private record PartWriter(String folder, FSDataOutputStream out)
      implements BulkWriter<ArchivePart> {

    @Override
    public void addElement(ArchivePart part) throws IOException {
      try {
        out.write(part.packed());
      } catch (IOException e) {
        throw FileErrors.of(folder + ": cannot be written", e);
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    /** Does not close the stream, as its contract demands. */
    @Override
    public void finish() throws IOException {
      flush();
    }
  }

  private static final class ByEventDay
      implements BucketAssigner<ArchivePart, String>, Serializable {

    private static final long serialVersionUID = 1;

    @Override
    public String getBucketId(ArchivePart part, Context context) {
      return EventDays.folder(part.epochDay());
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }
}
