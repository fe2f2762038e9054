package dev.isotherm.parse.fast;

import dev.isotherm.parse.mapping.FieldRole;
import java.nio.charset.StandardCharsets;

/** The name of a JSON member as bytes, and its role. */
final class KnownMember {

  final String name;
  final FieldRole role;

  /** Unique small number: the index of its metric, and of its bit in a set. */
  final int number;

  /** Length of the name with the closing quotation mark. */
  final int length;

  private final long[] words;

  KnownMember(String name, FieldRole role, int number) {
    this.name = name;
    this.role = role;
    this.number = number;
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
