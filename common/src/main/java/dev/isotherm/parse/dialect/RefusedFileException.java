package dev.isotherm.parse.dialect;

import java.util.List;

/**
 * A file is not what this program reads, or it is not clear how it must be read. Nothing of it may
 * be used.
 */
public final class RefusedFileException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Stands for no position. */
  public static final long WHOLE_FILE = -1;

  private final String source;
  private final long position;
  private final String sentence;
  private final List<Remedy> remedies;

  /** Refuses a file as a whole; see {@link #sentence()}. */
  public RefusedFileException(String source, String sentence, Remedy... remedies) {
    this(source, WHOLE_FILE, sentence, remedies);
  }

  /**
   * Refuses a file because of a line.
   *
   * @param source the file
   * @param position offset of the line in the unpacked file, or {@link #WHOLE_FILE}
   * @param sentence what was found and which option to try; the file is its subject
   * @param remedies options that would help, all together; none if it is not clear which
   */
  public RefusedFileException(String source, long position, String sentence, Remedy... remedies) {
    super(source + " " + sentence);
    this.source = source;
    this.position = position;
    this.sentence = sentence;
    this.remedies = List.of(remedies);
  }

  public String source() {
    return source;
  }

  public long position() {
    return position;
  }

  /** What was found, and which option to try; the name of the file belongs before it. */
  public String sentence() {
    return sentence;
  }

  /** Options that would help, all together; none if it is not clear which. */
  public List<Remedy> remedies() {
    return remedies;
  }
}
