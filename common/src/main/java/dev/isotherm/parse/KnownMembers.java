package dev.isotherm.parse;

import dev.isotherm.model.Series;
import dev.isotherm.parse.KnownMember.Role;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds members by the bytes of their names. Most messages have the same members in the same order,
 * so the member that was in this place last time is tried first. Bounded: when there are too many,
 * it starts anew.
 */
final class KnownMembers {

  /** As many as a set of bits has. */
  private static final int MOST = Long.SIZE;

  private final ParseOptions options;
  private final KnownMember[] known = new KnownMember[MOST];
  private final KnownMember[] byPlace = new KnownMember[MOST];
  private int count;

  KnownMembers(ParseOptions options) {
    this.options = options;
  }

  boolean isFull() {
    return count == MOST;
  }

  void clear() {
    count = 0;
    Arrays.fill(byPlace, null);
  }

  /**
   * The member whose name begins at an index.
   *
   * @param place which member of its message it is, from 0 on
   * @return {@code null} where the name is not plain, or there are too many
   */
  KnownMember at(byte[] bytes, int from, int limit, int place) {
    if (place >= MOST) {
      return null;
    }
    KnownMember likely = byPlace[place];
    if (likely != null && likely.isAt(bytes, from)) {
      return likely;
    }
    for (int i = 0; i < count; i++) {
      if (known[i].isAt(bytes, from)) {
        byPlace[place] = known[i];
        return known[i];
      }
    }
    KnownMember made = made(bytes, from, limit);
    byPlace[place] = made;
    return made;
  }

  private KnownMember made(byte[] bytes, int from, int limit) {
    int end = PlainText.indexOf((byte) '"', bytes, from, limit);
    if (end == limit || isFull() || !PlainText.isClean(bytes, from, end)) {
      return null;
    }
    String name = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    if (Series.faultOf(name) != null) {
      return null;
    }
    KnownMember made = new KnownMember(name, roleOf(name), count);
    known[count++] = made;
    return made;
  }

  private Role roleOf(String name) {
    if (name.equals(options.timestampField())) {
      return Role.TIMESTAMP;
    }
    if (name.equals(options.sensorField())) {
      return Role.SENSOR;
    }
    return options.measures(name) ? Role.METRIC : Role.IGNORED;
  }
}
