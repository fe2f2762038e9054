package dev.isotherm.jobs.files.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.MessageType;

/** A group of rows of a Parquet file, in memory as it is stored. */
final class RowGroup implements PageReadStore {

  private final long rows;
  private final Map<ColumnPath, PageReader> columns = new HashMap<>();

  /**
   * Reads a group.
   *
   * @param length number of bytes of the file
   */
  RowGroup(BlockMetaData group, MessageType schema, FSDataInputStream file, long length)
      throws IOException {
    rows = group.getRowCount();
    for (ColumnChunkMetaData chunk : group.getColumns()) {
      long start = chunk.getStartingPos();
      long size = chunk.getTotalSize();
      if (start < 0 || size < 0 || size > Integer.MAX_VALUE - 8 || start > length - size) {
        throw new IOException("it has a column that is not in the file");
      }
      String[] path = chunk.getPath().toArray();
      if (schema.containsPath(path)) {
        ColumnDescriptor column = schema.getColumnDescription(path);
        checkValues(column, chunk.getValueCount());
        file.seek(start);
        byte[] bytes = ((InputStream) file).readNBytes((int) size);
        columns.put(chunk.getPath(), new ColumnPages(chunk, new PageClaims(column), bytes));
      }
    }
  }

  /** A column has a value for each row, which may be absent; lists may have more. */
  private void checkValues(ColumnDescriptor column, long values) throws IOException {
    if (column.getMaxRepetitionLevel() == 0 ? values != rows : values < rows) {
      throw new IOException("it has a column of " + values + " values in " + rows + " rows");
    }
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    PageReader pages = columns.get(ColumnPath.get(column.getPath()));
    if (pages == null) {
      throw new IllegalArgumentException("lacks the column " + column);
    }
    return pages;
  }

  @Override
  public long getRowCount() {
    return rows;
  }
}
