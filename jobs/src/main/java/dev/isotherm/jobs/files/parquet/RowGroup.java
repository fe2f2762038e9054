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

/** A group of rows of a Parquet file, in memory as it is stored. */
final class RowGroup implements PageReadStore {

  private final long rows;
  private final Map<ColumnPath, PageReader> columns = new HashMap<>();

  /**
   * Reads a group.
   *
   * @param length number of bytes of the file
   */
  RowGroup(BlockMetaData group, FSDataInputStream file, long length) throws IOException {
    rows = group.getRowCount();
    for (ColumnChunkMetaData chunk : group.getColumns()) {
      long start = chunk.getStartingPos();
      long size = chunk.getTotalSize();
      if (start < 0 || size < 0 || size > Integer.MAX_VALUE - 8 || start > length - size) {
        throw new IOException("it has a column that is not in the file");
      }
      file.seek(start);
      byte[] bytes = ((InputStream) file).readNBytes((int) size);
      columns.put(chunk.getPath(), new ColumnPages(chunk, bytes));
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
