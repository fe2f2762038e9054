package dev.isotherm.jobs.files;

import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.FileFormat;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;

/**
 * Reads files as blocks of complete lines, of about 1 MiB, without creating a string for any line.
 *
 * <p>Example: a file is split into the ranges [0, 100) and [100, 200). A line belongs to the range
 * of its first byte. A line from 95 to 104 belongs to the first range, and the second range begins
 * after it.
 */
public final class LineBlockFormat implements BulkFormat<LineBlock, FileSourceSplit> {

  private static final long serialVersionUID = 1;

  private final DialectOptions dialect;
  private final boolean needOrder;
  private final boolean archive;

  /** Reads files of any dialect, but no archive of a stream. */
  public LineBlockFormat(FileParsers parsers) {
    this(parsers.dialectOptions(), parsers.needOrder(), false);
  }

  private LineBlockFormat(DialectOptions dialect, boolean needOrder, boolean archive) {
    this.dialect = dialect;
    this.needOrder = needOrder;
    this.archive = archive;
  }

  /** Reads files of an archive of a stream, and no others. */
  public static LineBlockFormat ofArchive() {
    return new LineBlockFormat(DialectOptions.NONE.withFormat(FileFormat.JSON), false, true);
  }

  @Override
  public LineBlockReader createReader(Configuration config, FileSourceSplit split)
      throws IOException {
    return LineBlockReader.open(split, dialect, needOrder, archive);
  }

  @Override
  public LineBlockReader restoreReader(Configuration config, FileSourceSplit split)
      throws IOException {
    LineBlockReader reader = createReader(config, split);
    CheckpointedPosition reached = split.getReaderPosition().orElseThrow();
    reader.skipTo(reached.getOffset());
    return reader;
  }

  /** A file that cannot be read in parts is read by its first range. */
  @Override
  public boolean isSplittable() {
    return true;
  }

  @Override
  public TypeInformation<LineBlock> getProducedType() {
    return IngestTypes.LINE_BLOCK;
  }
}
