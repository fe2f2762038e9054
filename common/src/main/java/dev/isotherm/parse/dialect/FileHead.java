package dev.isotherm.parse.dialect;

/**
 * The first bytes of a file, unpacked.
 *
 * @param source the file
 * @param contentName a name whose ending tells the format: that of the file, or of the member of an
 *     archive
 * @param packing how the file is compressed
 * @param bytes the content from index 0 on
 * @param length number of bytes that belong to it
 * @param whole whether this is all of the content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FileHead(
    String source, String contentName, Packing packing, byte[] bytes, int length, boolean whole) {

  /** How many bytes are enough, at most. */
  public static final int BYTES = 1 << 16;

  RefusedFileException refused(String sentence, Remedy... remedies) {
    return new RefusedFileException(source, sentence, remedies);
  }
}
