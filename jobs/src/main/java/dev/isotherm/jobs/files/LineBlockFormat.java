package dev.isotherm.jobs.files;

import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;

/**
 * Reads files as blocks of whole lines, of about 1 MiB, without making a string of any line.
 *
 * <p>Scenario, a file cut into the ranges [0, 100) and [100, 200): a line belongs to the range that
 * its first byte lies in. A line from 95 to 104 is read whole by the first range; the second begins
 * after it.
 */
public final class LineBlockFormat implements BulkFormat<LineBlock, FileSourceSplit> {

  private static final long serialVersionUID = 1;

  private final FileParsers parsers;

  public LineBlockFormat(FileParsers parsers) {
    this.parsers = parsers;
  }

  @Override
  public LineBlockReader createReader(Configuration config, FileSourceSplit split)
      throws IOException {
    return LineBlockReader.open(split, parsers.readsHeader(LocalPaths.text(split.path())));
  }

  @Override
  public LineBlockReader restoreReader(Configuration config, FileSourceSplit split)
      throws IOException {
    LineBlockReader reader = createReader(config, split);
    CheckpointedPosition reached = split.getReaderPosition().orElseThrow();
    reader.skipTo(reached.getOffset());
    return reader;
  }

  /** Packed files are left whole by {@link FileRanges}. */
  @Override
  public boolean isSplittable() {
    return true;
  }

  @Override
  public TypeInformation<LineBlock> getProducedType() {
    return IngestTypes.LINE_BLOCK;
  }
}
