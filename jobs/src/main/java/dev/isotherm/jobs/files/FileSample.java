package dev.isotherm.jobs.files;

import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.dialect.DialectOptions;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.dialect.Inferred;
import dev.isotherm.parse.dialect.RefusedFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;

/**
 * Some messages of a file: the first ones and, if it can be read in parts, some from the middle and
 * the end. How much is read does not depend on the size of the file.
 *
 * @param fileBytes the size of the file, as it is stored
 * @param inferred how it is read
 * @param above the lines above the rows of a table, its header among them
 * @param blocks the messages, in the order of the file
 */
public record FileSample(
    Path file, long fileBytes, Inferred inferred, String above, List<LineBlock> blocks) {

  /** What is said of a file that cannot be read like others. */
  static final String OF_ARCHIVE =
      "is of an archive of a stream; batch and verify read it, with the options of the stream";

  /** How much is read of the start of a file. */
  private static final int HEAD_BYTES = 1 << 20;

  /** How much is read of every other place. */
  private static final int PART_BYTES = 1 << 17;

  private static final int PARTS = 4;

  private static final int MOST_ABOVE = 1 << 14;

  public FileSample {
    blocks = List.copyOf(blocks);
  }

  /**
   * Reads a sample.
   *
   * @throws IOException if the file cannot be read; the message names it
   * @throws RefusedFileException if it must not be read
   */
  public static FileSample of(Path file, DialectOptions options) throws IOException {
    FileStatus status = file.getFileSystem().getFileStatus(file);
    try (FileContent content = FileContent.open(file, options)) {
      if (content.isArchive()) {
        throw new RefusedFileException(LocalPaths.text(file), OF_ARCHIVE);
      }
      byte[] head = content.in().readNBytes(HEAD_BYTES);
      FileStart start = FileStart.read(new ByteArrayInputStream(head), content.dialect());
      int length = Math.min((int) start.length(), MOST_ABOVE);
      String above = new String(head, 0, length, StandardCharsets.UTF_8);
      List<LineBlock> blocks = blocks(status, content, head, start);
      return new FileSample(file, status.getLen(), content.inferred(), above, blocks);
    } catch (IOException e) {
      throw FileErrors.of(LocalPaths.text(file) + ": cannot be read", e);
    }
  }

  private static List<LineBlock> blocks(
      FileStatus status, FileContent content, byte[] head, FileStart start) throws IOException {
    boolean whole = head.length < HEAD_BYTES;
    int from = (int) start.length();
    List<LineBlock> blocks = new ArrayList<>();
    add(blocks, status, content, start, from, Arrays.copyOfRange(head, from, head.length), whole);
    long length = status.getLen();
    if (content.dialect().isSplittable() && length > HEAD_BYTES + PARTS * PART_BYTES) {
      for (int part = 1; part <= PARTS; part++) {
        long position = HEAD_BYTES + (length - HEAD_BYTES - PART_BYTES) / PARTS * part;
        InputStream in = content.from(position);
        byte[] bytes = in.readNBytes(PART_BYTES);
        int line = indexBehindLine(bytes);
        byte[] lines = Arrays.copyOfRange(bytes, line, bytes.length);
        add(blocks, status, content, start, position + line, lines, bytes.length < PART_BYTES);
      }
    }
    return blocks;
  }

  /** Adds the lines that are complete; the last one of a file may lack its end. */
  private static void add(
      List<LineBlock> blocks,
      FileStatus status,
      FileContent content,
      FileStart start,
      long position,
      byte[] bytes,
      boolean isEnd) {
    int length = isEnd ? bytes.length : endOfLastLine(bytes);
    if (length > 0) {
      blocks.add(
          new LineBlock(
              LocalPaths.text(status.getPath()),
              status.getModificationTime(),
              content.dialect(),
              start.header(),
              position,
              bytes,
              length,
              0));
    }
  }

  private static int indexBehindLine(byte[] bytes) {
    int i = 0;
    while (i < bytes.length && bytes[i] != '\n') {
      i++;
    }
    return Math.min(i + 1, bytes.length);
  }

  private static int endOfLastLine(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** The dialect of the file. */
  public FileDialect dialect() {
    return inferred.dialect();
  }
}
