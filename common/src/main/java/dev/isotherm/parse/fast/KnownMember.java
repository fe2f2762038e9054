package dev.isotherm.parse.fast;

import dev.isotherm.parse.mapping.FieldRole;
import dev.isotherm.parse.message.LeftOutCounts;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The name of a JSON member as bytes, and its role. */
final class KnownMember {

  final FieldRole role;

  /** Unique small number among the members of its object: its bit in a set. */
  final int bit;

  /** Unique small number among all members, see {@link KnownSensor#series}. */
  final int number;

  /** The name of the metric; {@code null} for other roles. */
  final @Nullable String metric;

  /** The members of an object that has some with a role of their own; else {@code null}. */
  final @Nullable KnownMembers inside;

  final LeftOutCounts.Field leftOut;

  /** Length of the name with the closing quotation mark. */
  final int length;

  private final long[] words;

  KnownMember(
      String name,
      FieldRole role,
      int bit,
      int number,
      @Nullable String metric,
      @Nullable KnownMembers inside,
      LeftOutCounts.Field leftOut) {
    this.role = role;
    this.bit = bit;
    this.number = number;
    this.metric = metric;
    this.inside = inside;
    this.leftOut = leftOut;
    byte[] bytes = (name + '"').getBytes(StandardCharsets.ISO_8859_1);
    this.length = bytes.length;
    this.words = new long[(length + Long.BYTES - 1) / Long.BYTES];
    for (int i = 0; i < words.length; i++) {
      words[i] = Swar.at(bytes, i * Long.BYTES);
    }
  }

  /** Returns whether its name and the closing quotation mark start at an index. */
  boolean isAt(byte[] bytes, int from) {
    int last = words.length - 1;
    for (int i = 0; i < last; i++) {
      if (Swar.at(bytes, from + i * Long.BYTES) != words[i]) {
        return false;
      }
    }
    long rest = Swar.at(bytes, from + last * Long.BYTES);
    return Swar.first(length - last * Long.BYTES, rest) == words[last];
  }
}
