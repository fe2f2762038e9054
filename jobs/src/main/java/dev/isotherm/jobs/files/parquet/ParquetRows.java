package dev.isotherm.jobs.files.parquet;

import dev.isotherm.parse.dialect.RefusedFileException;
import dev.isotherm.parse.json.JsonOutput;
import dev.isotherm.parse.json.TooMuchJsonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a Parquet file as lines of JSON, for the parser of JSON. So all that holds for
 * members of JSON holds for columns: paths, absent values, what is left out, reasons.
 *
 * <p>Parquet's own reader of files cannot be loaded without Hadoop. So the pages are found here,
 * and Parquet's reader of columns decodes them. One group of rows is in memory at a time, as it is
 * stored.
 */
public final class ParquetRows extends InputStream {

  /** Longer rows are cut; they are too large for a message anyway. */
  private static final int MOST_BYTES_OF_A_ROW = 1 << 20;

  private static final int MOST_BYTES_OF_FOOTER = 1 << 28;

  /** The file ends with the length of its footer and {@code PAR1}. */
  private static final int TAIL_BYTES = 8;

  private final FSDataInputStream file;
  private final long fileLength;
  private final long allRows;
  private final Iterator<BlockMetaData> groups;
  private final MessageType schema;
  private final MessageColumnIO columns;
  private final JsonOutput line = new JsonOutput(MOST_BYTES_OF_A_ROW);
  private @Nullable RecordReader<Group> rows;
  private long rowsLeft;
  private long rowsRead;
  private int next;
  private int end;

  private ParquetRows(FSDataInputStream file, long fileLength, ParquetMetadata footer) {
    this.file = file;
    this.fileLength = fileLength;
    List<BlockMetaData> all = footer.getBlocks();
    this.groups = all.iterator();
    this.allRows = all.stream().mapToLong(BlockMetaData::getRowCount).sum();
    this.schema = footer.getFileMetaData().getSchema();
    this.columns = new ColumnIOFactory().getColumnIO(schema);
  }

  /**
   * Opens a file.
   *
   * @param source name of the file
   * @param file is closed with this stream
   * @param length number of its bytes
   * @throws RefusedFileException if it is compressed otherwise than {@link ParquetCodec} can read
   */
  public static ParquetRows open(String source, FSDataInputStream file, long length)
      throws IOException {
    byte[] bytes = footer(file, length);
    ParquetMetadata footer;
    try {
      footer =
          new ParquetMetadataConverter()
              .fromParquetMetadata(
                  Util.readFileMetaData(new ByteArrayInputStream(bytes), bytes.length));
    } catch (RuntimeException e) {
      throw broken(e);
    }
    for (BlockMetaData group : footer.getBlocks()) {
      if (group.getRowCount() < 0) {
        throw new IOException("it has a group of " + group.getRowCount() + " rows");
      }
      for (ColumnChunkMetaData column : group.getColumns()) {
        if (!ParquetCodec.isRead(column.getCodec())) {
          throw new RefusedFileException(
              source,
              "is a Parquet file that is compressed by "
                  + column.getCodec()
                  + "; SNAPPY, GZIP, ZSTD and LZ4_RAW are read. DuckDB converts it: copy"
                  + " 'x.parquet' to 'x.csv'");
        }
      }
    }
    try {
      return new ParquetRows(file, length, footer);
    } catch (RuntimeException e) {
      throw broken(e);
    }
  }

  private static byte[] footer(FSDataInputStream file, long length) throws IOException {
    long tail = length - TAIL_BYTES;
    int size = 0;
    if (tail > 0) {
      file.seek(tail);
      byte[] bytes = ((InputStream) file).readNBytes(TAIL_BYTES);
      boolean isEnd = bytes[4] == 'P' && bytes[5] == 'A' && bytes[6] == 'R' && bytes[7] == '1';
      size = isEnd ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt() : 0;
    }
    if (size <= 0 || size > MOST_BYTES_OF_FOOTER || size > tail) {
      throw new IOException("its end is missing, so the Parquet file is not complete");
    }
    file.seek(tail - size);
    return ((InputStream) file).readNBytes(size);
  }

  /** The decoders of Parquet throw anything where a file is broken. */
  private static IOException broken(RuntimeException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    boolean isSaid = root instanceof IOException && root.getMessage() != null;
    return new IOException(isSaid ? root.getMessage() : "it is a broken Parquet file: " + root);
  }

  @Override
  public int read() throws IOException {
    return next < end || nextLine() ? line.bytes()[next++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (next == end && !nextLine()) {
      return -1;
    }
    int count = Math.min(length, end - next);
    System.arraycopy(line.bytes(), next, bytes, offset, count);
    next += count;
    return count;
  }

  private boolean nextLine() throws IOException {
    try {
      while (rowsLeft == 0) {
        if (!groups.hasNext()) {
          return false;
        }
        BlockMetaData group = groups.next();
        if (group.getRowCount() > 0) {
          rows =
              columns.getRecordReader(
                  new RowGroup(group, schema, file, fileLength), new GroupRecordConverter(schema));
          rowsLeft = group.getRowCount();
        }
      }
      rowsLeft--;
      rowsRead++;
      line.clear();
      write(rows.read());
    } catch (RuntimeException e) {
      throw broken(e);
    }
    next = 0;
    end = line.length();
    return true;
  }

  private void write(Group row) {
    try {
      ParquetValues.object(row, line);
      line.raw('\n');
    } catch (TooMuchJsonException e) {
      line.endLine();
    }
  }

  /** How many bytes of the file the rows stand for that were read. */
  public long bytesRead() {
    return (long) ((double) fileLength * rowsRead / Math.max(1, allRows));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
