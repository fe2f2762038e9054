package dev.isotherm.jobs.files.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;

class PageClaimsTest {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .optional(PrimitiveTypeName.BINARY)
          .named("text")
          .repeated(PrimitiveTypeName.BINARY)
          .named("texts")
          .named("row");

  private static final byte[] NONE = {};

  /** Four values, all of them present. */
  private static final byte[] PRESENT = bytes(8, 1);

  private static PageClaims claims(String column) {
    ColumnDescriptor descriptor = SCHEMA.getColumnDescription(new String[] {column});
    return new PageClaims(descriptor);
  }

  private static byte[] bytes(int... bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = (byte) bytes[i];
    }
    return result;
  }

  /** Writes unsigned numbers in as many bytes as they need. */
  private static byte[] varints(long... numbers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (long number : numbers) {
      long rest = number;
      for (; rest > 0x7F; rest >>>= 7) {
        out.write((int) ((rest & 0x7F) | 0x80));
      }
      out.write((int) rest);
    }
    return out.toByteArray();
  }

  private static void check(byte[] data, Encoding encoding) throws IOException {
    claims("text").check(NONE, PRESENT, data, 4, encoding);
  }

  @Test
  void aPageHasNoMoreValuesThanItsColumn() throws IOException {
    assertThat(PageClaims.values(3, 3)).isEqualTo(3);
    for (int claimed : new int[] {-1, 4}) {
      assertThatThrownBy(() -> PageClaims.values(claimed, 3))
          .hasMessage("it has a page of " + claimed + " values");
    }
    assertThatThrownBy(() -> PageClaims.values(Integer.MAX_VALUE, Long.MAX_VALUE))
        .hasMessage("it has a page of 2147483647 values");
  }

  @Test
  void differencesAreOfNoMoreValuesThanThePageHas() throws IOException {
    check(varints(128, 4, 4, 0, 0, 0, 0, 0, 0), Encoding.DELTA_BINARY_PACKED);
    for (long claimed : new long[] {5, 1 << 30, (1L << 32) - 1}) {
      assertThatThrownBy(() -> check(varints(128, 4, claimed, 0), Encoding.DELTA_LENGTH_BYTE_ARRAY))
          .hasMessage("it has differences of " + claimed + " values in a page of 4");
    }
  }

  @Test
  void blocksHaveAPossibleSize() {
    for (long[] sizes : new long[][] {{0, 4}, {128, 0}, {128, 3}, {128, 32}, {1 << 30, 1}}) {
      assertThatThrownBy(
              () -> check(varints(sizes[0], sizes[1], 4, 0), Encoding.DELTA_BINARY_PACKED))
          .hasMessage("it has blocks of " + sizes[0] + " values in " + sizes[1] + " parts");
    }
  }

  @Test
  void textsShareNoMoreThanTextsHave() {
    byte[] prefixes = varints(128, 4, 1, 2L << 30); // of one value: a gigabyte
    assertThatThrownBy(() -> check(prefixes, Encoding.DELTA_BYTE_ARRAY))
        .hasMessage("it has texts that share 1073741824 bytes");
  }

  /** In a row of many texts, each is kept. */
  @Test
  void textsOfOneRowShareALimitedNumberOfBytes() {
    byte[] half = varints(128, 4, 5, 2L << 25, 0, 0, 0, 0, 0);
    byte[] lengths = varints(128, 4, 5, 0, 0, 0, 0, 0, 0);
    byte[] page = new byte[half.length + lengths.length];
    System.arraycopy(half, 0, page, 0, half.length);
    System.arraycopy(lengths, 0, page, half.length, lengths.length);
    byte[] levels = bytes(10, 1); // five values
    assertThatCode(() -> claims("text").check(NONE, levels, page, 5, Encoding.DELTA_BYTE_ARRAY))
        .doesNotThrowAnyException();
    byte[] more = varints(128, 4, 9, 2L << 25, 0, 0, 0, 0, 0);
    assertThatThrownBy(
            () -> claims("texts").check(levels, levels, more, 9, Encoding.DELTA_BYTE_ARRAY))
        .hasMessage("it has texts that share 301989888 bytes");
  }

  @Test
  @SuppressWarnings("deprecation") // PLAIN_DICTIONARY is that of old files
  void aRunHasNoMoreValuesThanThePage() throws IOException {
    byte[] ids = varints(1, 3, 0b1010); // of one bit each: a group of 8
    check(ids, Encoding.RLE_DICTIONARY);
    byte[] none = varints(0, 1L + (2L << 28));
    assertThatThrownBy(() -> check(none, Encoding.RLE_DICTIONARY))
        .hasMessage("it has a run of 2147483648 values in a page of 4");
    byte[] cut = varints(32, 5, 0); // 2 groups of 32 bytes
    assertThatThrownBy(() -> claims("text").check(NONE, NONE, cut, 16, Encoding.RLE_DICTIONARY))
        .hasMessage("it has a run of 16 values in a page of 16");
    assertThatThrownBy(
            () -> claims("text").check(NONE, varints(1L + (2L << 28)), NONE, 4, Encoding.PLAIN))
        .hasMessage("it has a run of 2147483648 values in a page of 4");
  }

  @Test
  @SuppressWarnings("deprecation") // BIT_PACKED is that of old files
  void levelsBeforeValuesAreChecked() throws IOException {
    PageClaims claims = claims("text");
    byte[] page = bytes(2, 0, 0, 0, 8, 1, 9);
    claims.check(page, 4, Encoding.RLE, Encoding.RLE, Encoding.PLAIN);
    claims.check(bytes(0xF0), 4, Encoding.BIT_PACKED, Encoding.BIT_PACKED, Encoding.PLAIN);
    assertThatThrownBy(
            () -> claims.check(page, 4, Encoding.RLE, Encoding.DELTA_BINARY_PACKED, Encoding.PLAIN))
        .hasMessage("it has levels in the encoding DELTA_BINARY_PACKED");
    byte[] beyond = bytes(3, 0, 0, 0, 8, 1);
    assertThatThrownBy(() -> claims.check(beyond, 4, Encoding.RLE, Encoding.RLE, Encoding.PLAIN))
        .hasMessage("it has levels beyond their page");
  }
}
