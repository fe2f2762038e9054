package dev.isotherm.model;

/**
 * Where a message stands in its source, as one number. It decides the order of the readings of a
 * series that have the same instant: the order of the log, or of the lines of a file.
 *
 * <p>In a topic, positions are ordered by partition, then by offset. Two readings of one series and
 * one instant in different partitions have no order of their own, so this order is as good as any;
 * it is the same each time. In files, positions are ordered by the offset of the line, whatever the
 * file; only where the order of the files was asked for, by file, then by offset.
 */
public final class Position {

  /**
   * Of readings without an order, such as the numbers of a text file: they are ordered by value.
   */
  public static final long NONE = 0;

  /** How many files can have an order. */
  public static final int MAX_FILES = 1 << 19;

  private static final int OFFSET_BITS = 44;
  private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

  private Position() {}

  /**
   * The position of a record of a topic.
   *
   * @param partition less than 2^19
   * @param offset less than 2^44 - 1
   */
  public static long ofRecord(int partition, long offset) {
    return ((long) partition << OFFSET_BITS) + offset + 1;
  }

  /**
   * The position of a line of a file.
   *
   * @param file the place of the file in the order of files, less than {@link #MAX_FILES}; 0 if
   *     they have none
   * @param offset of its first byte in the (unpacked) file, less than 2^44 - 1
   */
  public static long ofLine(int file, long offset) {
    return ofRecord(file, offset);
  }

  /** The partition of a record's position. */
  public static int partition(long position) {
    return (int) ((position - 1) >>> OFFSET_BITS);
  }

  /** The offset of a record's position in its partition. */
  public static long offset(long position) {
    return (position - 1) & OFFSET_MASK;
  }
}
