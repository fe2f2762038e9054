package dev.isotherm.model;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A header of a Kafka record. A record may have several headers of one name, and their order
 * matters.
 *
 * @param value any bytes; {@code null} if the header has no value
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below, by content
public record MessageHeader(String name, byte @Nullable [] value) {

  public MessageHeader {
    Objects.requireNonNull(name, "name");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageHeader that
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
