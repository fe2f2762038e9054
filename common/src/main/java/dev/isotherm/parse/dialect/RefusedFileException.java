package dev.isotherm.parse.dialect;

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

  /** Refuses a file as a whole; see {@link #sentence()}. */
  public RefusedFileException(String source, String sentence) {
    this(source, WHOLE_FILE, sentence);
  }

  /**
   * Refuses a file because of a line.
   *
   * @param source the file
   * @param position offset of the line in the unpacked file, or {@link #WHOLE_FILE}
   * @param sentence what was found and which option to try; the file is its subject
   */
  public RefusedFileException(String source, long position, String sentence) {
    super(source + " " + sentence);
    this.source = source;
    this.position = position;
    this.sentence = sentence;
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
}
