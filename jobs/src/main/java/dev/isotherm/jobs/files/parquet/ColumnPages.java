package dev.isotherm.jobs.files.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/** The pages of one column in one group of rows, decompressed one by one. */
final class ColumnPages implements PageReader {

  private final ColumnChunkMetaData chunk;
  private final PageClaims claims;
  private final ByteArrayInputStream in;
  private long valuesRead;
  private @Nullable DictionaryPage dictionary;
  private @Nullable DataPage first;

  /**
   * Begins to read.
   *
   * @param bytes all pages of the column in the group
   */
  ColumnPages(ColumnChunkMetaData chunk, PageClaims claims, byte[] bytes) throws IOException {
    this.chunk = chunk;
    this.claims = claims;
    this.in = new ByteArrayInputStream(bytes);
    this.first = next();
  }

  @Override
  public @Nullable DictionaryPage readDictionaryPage() {
    return dictionary;
  }

  @Override
  public long getTotalValueCount() {
    return chunk.getValueCount();
  }

  @Override
  public @Nullable DataPage readPage() {
    try {
      DataPage page = first == null ? next() : first;
      first = null;
      return page;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads up to the next page of values; the dictionary is before the first one. */
  private @Nullable DataPage next() throws IOException {
    while (valuesRead < chunk.getValueCount()) {
      PageHeader header = Util.readPageHeader(in);
      int stored = header.getCompressed_page_size();
      if (stored < 0 || stored > in.available()) {
        throw new IOException("it has a page beyond its column");
      }
      byte[] page = in.readNBytes(stored);
      int size = header.getUncompressed_page_size();
      if (header.getType() == PageType.DICTIONARY_PAGE) {
        dictionary = dictionary(header.getDictionary_page_header(), decompressed(page, size));
      } else if (header.getType() == PageType.DATA_PAGE) {
        return page(header.getData_page_header(), decompressed(page, size));
      } else if (header.getType() == PageType.DATA_PAGE_V2) {
        return page(header.getData_page_header_v2(), page, size);
      }
    }
    return null;
  }

  /** Memory is taken for as many values as the page claims, and each has a byte at least. */
  private static DictionaryPage dictionary(DictionaryPageHeader header, byte[] bytes)
      throws IOException {
    int values = header.getNum_values();
    if (values < 0 || values > bytes.length) {
      throw new IOException(
          "it has a dictionary of " + values + " values in " + bytes.length + " bytes");
    }
    return new DictionaryPage(BytesInput.from(bytes), values, encoding(header.getEncoding()));
  }

  private byte[] decompressed(byte[] page, int size) throws IOException {
    return ParquetCodec.decompressed(chunk.getCodec(), page, size);
  }

  private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
    return Encoding.valueOf(encoding.name());
  }

  /** Counts the values of the next page. */
  private int values(int claimed) throws IOException {
    int values = PageClaims.values(claimed, chunk.getValueCount() - valuesRead);
    valuesRead += values;
    return values;
  }

  private DataPage page(DataPageHeader header, byte[] bytes) throws IOException {
    int values = values(header.getNum_values());
    Encoding repetition = encoding(header.getRepetition_level_encoding());
    Encoding definition = encoding(header.getDefinition_level_encoding());
    Encoding encoding = encoding(header.getEncoding());
    claims.check(bytes, values, repetition, definition, encoding);
    return new DataPageV1(
        BytesInput.from(bytes), values, bytes.length, null, repetition, definition, encoding);
  }

  /** The levels of such a page are not compressed. */
  private DataPage page(DataPageHeaderV2 header, byte[] page, int size) throws IOException {
    int repetition = header.getRepetition_levels_byte_length();
    int definition = header.getDefinition_levels_byte_length();
    int levels = repetition + definition;
    if (repetition < 0 || definition < 0 || levels < 0 || levels > page.length || levels > size) {
      throw new IOException("it has a page that is shorter than its levels");
    }
    byte[] repetitions = Arrays.copyOf(page, repetition);
    byte[] definitions = Arrays.copyOfRange(page, repetition, levels);
    byte[] data = Arrays.copyOfRange(page, levels, page.length);
    // The bit is missing where pages are compressed.
    boolean isCompressed = !header.isSetIs_compressed() || header.isIs_compressed();
    if (isCompressed && data.length > 0) {
      data = decompressed(data, size - levels);
    }
    int values = values(header.getNum_values());
    Encoding encoding = encoding(header.getEncoding());
    claims.check(repetitions, definitions, data, values, encoding);
    return DataPageV2.uncompressed(
        header.getNum_rows(),
        header.getNum_nulls(),
        values,
        BytesInput.from(repetitions),
        BytesInput.from(definitions),
        encoding,
        BytesInput.from(data),
        null);
  }
}
