package dev.isotherm.parse.time;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The parts that a pattern has read of one timestamp. Reused, not thread-safe. */
final class PatternFields {

  private final int[] values = new int[PatternField.COUNT];
  private int known;
  private @Nullable ZoneId zone;

  void clear() {
    known = 0;
    zone = null;
  }

  boolean has(PatternField field) {
    return (known & bit(field)) != 0;
  }

  /** Returns a part; a default if it was not read. */
  int get(PatternField field, int otherwise) {
    return has(field) ? values[field.index] : otherwise;
  }

  /** Sets a part; returns {@code false} if it is already there. An offset may be there twice. */
  boolean set(PatternField field, int value) {
    if (has(field)) {
      return field == PatternField.OFFSET_MINUTES && values[field.index] == value;
    }
    known |= bit(field);
    values[field.index] = value;
    return true;
  }

  @Nullable ZoneId zone() {
    return zone;
  }

  void zone(@Nullable ZoneId named) {
    zone = named;
  }

  /** Returns which parts are known, for {@link #forgetAllBut}. */
  int known() {
    return known;
  }

  /** Goes back to the parts that were known before an optional section failed. */
  void forgetAllBut(int before) {
    known = before;
  }

  private static int bit(PatternField field) {
    return 1 << field.index;
  }
}
