package dev.isotherm.parse.fast;

import dev.isotherm.model.Series;
import dev.isotherm.parse.fast.KnownMember.Role;
import dev.isotherm.parse.mapping.ParseOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds members by the bytes of their names: by the first eight at once where no other name begins
 * like that. In what order members come does not matter; a processor foresees none that changes
 * from message to message. Bounded: when there are too many, it starts anew.
 */
final class KnownMembers {

  /** As many as a set of bits has. */
  private static final int MOST = Long.SIZE;

  private static final int PLACE_BITS = 8;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final ParseOptions options;
  private final KnownMember[] known = new KnownMember[MOST];
  private final KnownMember[] byBeginning = new KnownMember[1 << PLACE_BITS];
  private int count;
  private boolean overfull;

  KnownMembers(ParseOptions options) {
    this.options = options;
  }

  /** Whether there was no room for a name. */
  boolean isOverfull() {
    return overfull;
  }

  void clear() {
    count = 0;
    overfull = false;
    Arrays.fill(byBeginning, null);
  }

  /**
   * The member whose name begins at an index.
   *
   * @return {@code null} where the name is not plain, or there are too many
   */
  KnownMember at(byte[] bytes, int from, int limit) {
    long eight = Swar.at(bytes, from);
    long beginning = Swar.first(Swar.before(Swar.quotes(eight)), eight);
    int place = (int) ((beginning * MULTIPLIER) >>> (Long.SIZE - PLACE_BITS));
    KnownMember likely = byBeginning[place];
    if (likely != null && likely.isAt(bytes, from)) {
      return likely;
    }
    for (int i = 0; i < count; i++) {
      if (known[i].isAt(bytes, from)) {
        byBeginning[place] = known[i];
        return known[i];
      }
    }
    KnownMember made = made(bytes, from, limit);
    byBeginning[place] = made;
    return made;
  }

  private KnownMember made(byte[] bytes, int from, int limit) {
    int end = ByteSearch.indexOf((byte) '"', bytes, from, limit);
    if (end == limit || !ByteSearch.isClean(bytes, from, end)) {
      return null;
    }
    String name = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    if (Series.nameError(name) != null) {
      return null;
    }
    if (count == MOST) {
      overfull = true;
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
