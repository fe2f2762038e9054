package dev.isotherm.jobs.files;

import com.github.luben.zstd.ZstdOutputStream;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.ParseOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;

/** The lines of a file, read as a subtask reads a range of it. */
record FileLines(Path file) {

  private static final LineBlockFormat FORMAT =
      new LineBlockFormat(
          new FileParsers(ParseOptions.defaults(), FileParsers.Layout.defaults(), null));

  /** Lines are long in some tests: what is compared is where they begin and what they hold. */
  record Line(long position, String text) {}

  static FileLines write(Path file, byte[] content) throws IOException {
    String name = file.getFileName().toString();
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed =
            name.endsWith(".gz")
                ? new GZIPOutputStream(out)
                : name.endsWith(".zst") ? new ZstdOutputStream(out) : out) {
      packed.write(content);
    }
    return new FileLines(file);
  }

  long length() throws IOException {
    return Files.size(file);
  }

  FileSourceSplit range(long from, long to) throws IOException {
    return new FileSourceSplit(
        "0",
        new org.apache.flink.core.fs.Path(file.toUri()),
        from,
        to - from,
        Files.getLastModifiedTime(file).toMillis(),
        length());
  }

  List<Line> all() throws IOException {
    return read(0, length());
  }

  /** As a job does: what has been read is given back, and overwritten. */
  List<Line> read(long from, long to) throws IOException {
    List<Line> lines = new ArrayList<>();
    try (LineBlockReader reader = FORMAT.createReader(new Configuration(), range(from, to))) {
      BulkFormat.RecordIterator<LineBlock> batch;
      while ((batch = reader.readBatch()) != null) {
        addLines(batch.next().getRecord(), lines);
        batch.releaseBatch();
      }
    }
    return lines;
  }

  List<LineBlock> blocks(long from, long to) throws IOException {
    List<LineBlock> blocks = new ArrayList<>();
    try (LineBlockReader reader = FORMAT.createReader(new Configuration(), range(from, to))) {
      for (RecordAndPosition<LineBlock> next = next(reader); next != null; next = next(reader)) {
        blocks.add(next.getRecord());
      }
    }
    return blocks;
  }

  /** The same, by readers that each give up after one block; the next goes on where it was. */
  List<Line> readWithARestoreAfterEachBlock(long from, long to) throws IOException {
    List<Line> lines = new ArrayList<>();
    FileSourceSplit split = range(from, to);
    while (true) {
      try (LineBlockReader reader = reader(split)) {
        RecordAndPosition<LineBlock> next = next(reader);
        if (next == null) {
          return lines;
        }
        addLines(next.getRecord(), lines);
        split =
            split.updateWithCheckpointedPosition(
                new CheckpointedPosition(next.getOffset(), next.getRecordSkipCount()));
      }
    }
  }

  private static LineBlockReader reader(FileSourceSplit split) throws IOException {
    return split.getReaderPosition().isPresent()
        ? FORMAT.restoreReader(new Configuration(), split)
        : FORMAT.createReader(new Configuration(), split);
  }

  private static RecordAndPosition<LineBlock> next(BulkFormat.Reader<LineBlock> reader)
      throws IOException {
    BulkFormat.RecordIterator<LineBlock> batch = reader.readBatch();
    return batch == null ? null : batch.next();
  }

  private static void addLines(LineBlock block, List<Line> lines) {
    block.forEachLine(
        (offset, length) ->
            lines.add(
                new Line(
                    block.position() + offset,
                    new String(block.bytes(), offset, length, StandardCharsets.UTF_8))));
  }
}
