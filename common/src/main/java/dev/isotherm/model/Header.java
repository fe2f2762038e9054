package dev.isotherm.model;

import java.util.Arrays;
import java.util.Objects;

/**
 * A header of a Kafka record. A record may have several of one name, and their order counts.
 *
 * @param value any bytes; {@code null} where the header has none
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below, by content
public record Header(String name, byte[] value) {

  public Header {
    Objects.requireNonNull(name, "name");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Header that
        && name.equals(that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return name + " of " + (value == null ? "no" : value.length) + " bytes";
  }
}
