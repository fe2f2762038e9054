package dev.isotherm.parse.fast;

import java.nio.charset.StandardCharsets;

/** The name of a JSON member as bytes, and what the member is for. */
final class KnownMember {

  /** What a member is for. */
  enum Role {
    TIMESTAMP,
    SENSOR,
    /** A number is measured. */
    METRIC,
    IGNORED
  }

  final String name;
  final Role role;

  /** A number of its own: that of its metric, and of its bit in a set. */
  final int number;

  /** Its length with the quotation mark behind it. */
  final int length;

  private final long[] eights;

  KnownMember(String name, Role role, int number) {
    this.name = name;
    this.role = role;
    this.number = number;
    byte[] bytes = (name + '"').getBytes(StandardCharsets.ISO_8859_1);
    this.length = bytes.length;
    this.eights = new long[(length + Long.BYTES - 1) / Long.BYTES];
    for (int i = 0; i < eights.length; i++) {
      eights[i] = Swar.at(bytes, i * Long.BYTES);
    }
  }

  /** Whether its name, and the quotation mark behind it, begin at an index. */
  boolean isAt(byte[] bytes, int from) {
    int last = eights.length - 1;
    for (int i = 0; i < last; i++) {
      if (Swar.at(bytes, from + i * Long.BYTES) != eights[i]) {
        return false;
      }
    }
    long rest = Swar.at(bytes, from + last * Long.BYTES);
    return Swar.first(length - last * Long.BYTES, rest) == eights[last];
  }
}
