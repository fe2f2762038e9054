package dev.isotherm.parse.fast;

import dev.isotherm.model.Series;
import dev.isotherm.parse.mapping.ParseOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds members by the bytes of their names: mostly by the first eight alone. It does not depend on
 * the order of members, since a processor cannot predict an order that changes from message to
 * message. Bounded: when there are too many members, it is cleared.
 */
final class KnownMembers {

  /** The number of bits in a set. */
  private static final int MAX = Long.SIZE;

  private static final int PLACE_BITS = 8;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final ParseOptions options;
  private final KnownMember[] known = new KnownMember[MAX];
  private final KnownMember[] byBeginning = new KnownMember[1 << PLACE_BITS];
  private int count;
  private boolean overfull;

  KnownMembers(ParseOptions options) {
    this.options = options;
  }

  /** Returns whether there was no room for a name. */
  boolean isOverfull() {
    return overfull;
  }

  void clear() {
    count = 0;
    overfull = false;
    Arrays.fill(byBeginning, null);
  }

  /**
   * Returns the member whose name starts at an index.
   *
   * @return {@code null} if the name is not for the fast path, or if there are too many
   */
  @Nullable KnownMember at(byte[] bytes, int from, int limit) {
    long word = Swar.at(bytes, from);
    long beginning = Swar.first(Swar.before(Swar.quotes(word)), word);
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
    KnownMember created = create(bytes, from, limit);
    byBeginning[place] = created;
    return created;
  }

  private @Nullable KnownMember create(byte[] bytes, int from, int limit) {
    int end = ByteSearch.indexOf((byte) '"', bytes, from, limit);
    if (end == limit || !ByteSearch.isClean(bytes, from, end)) {
      return null;
    }
    String name = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    if (Series.nameError(name) != null) {
      return null;
    }
    if (count == MAX) {
      overfull = true;
      return null;
    }
    KnownMember created = new KnownMember(name, options.roleOf(name), count);
    known[count++] = created;
    return created;
  }
}
