package dev.isotherm.parse.fast;

import dev.isotherm.model.Series;
import dev.isotherm.parse.mapping.FieldRole;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOutCounts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of an object by the bytes of their names: mostly by the first eight alone. It
 * does not depend on the order of members, since a processor cannot predict an order that changes
 * from message to message. Bounded: when there are too many members, it is cleared.
 */
final class KnownMembers {

  /** The number of bits in a set. */
  private static final int MAX = Long.SIZE;

  private static final int PLACE_BITS = 8;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final ParseOptions options;
  private final LeftOutCounts leftOut;

  /** Path of the object with a point at its end; empty for the message itself. */
  private final String object;

  private final Numbers numbers;
  private final KnownMember[] known = new KnownMember[MAX];
  private final KnownMember[] byBeginning = new KnownMember[1 << PLACE_BITS];
  private int count;

  /** What the members of a message share. */
  private static final class Numbers {
    private final Set<String> paths = new HashSet<>();
    private int next;
    private boolean overfull;
  }

  KnownMembers(ParseOptions options, LeftOutCounts leftOut) {
    this(options, leftOut, "", new Numbers());
  }

  private KnownMembers(
      ParseOptions options, LeftOutCounts leftOut, String object, Numbers numbers) {
    this.options = options;
    this.leftOut = leftOut;
    this.object = object;
    this.numbers = numbers;
  }

  /** Returns whether there was no room for a name. */
  boolean isOverfull() {
    return numbers.overfull;
  }

  /** Forgets the members of the message, and those inside of them. */
  void clear() {
    count = 0;
    numbers.paths.clear();
    numbers.next = 0;
    numbers.overfull = false;
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
      numbers.overfull = true;
      return null;
    }
    String path = object + name;
    if (!numbers.paths.add(path)) {
      return null; // a name with a point that is the path of another member as well
    }
    FieldRole role = options.roleOf(path);
    if (role == FieldRole.METRIC && options.isOfFlags(path)) {
      return null; // a number with the name of a flag, which is left out
    }
    if (role == FieldRole.METRIC && !object.isEmpty() && options.metrics().isEmpty()) {
      return null; // a number inside of an object, which is left out
    }
    boolean isObject = options.readsInside(path);
    KnownMember created =
        new KnownMember(
            name,
            role,
            count,
            numbers.next++,
            options.metrics().nameOf(path),
            isObject ? new KnownMembers(options, leftOut, path + '.', numbers) : null,
            leftOut.field(path));
    known[count++] = created;
    return created;
  }
}
