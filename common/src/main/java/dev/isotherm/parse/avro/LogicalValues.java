package dev.isotherm.parse.avro;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of logical types. Instants, dates and times become texts: an instant ends in {@code
 * Z}, a local one has no offset, so that the zone of the options applies.
 */
final class LogicalValues {

  private static final long MILLIS = 1_000;
  private static final long MICROS = 1_000_000;
  private static final long NANOS = 1_000_000_000;
  private static final int UUID_BYTES = 16;

  private LogicalValues() {}

  /** Returns how values of a logical type are written; {@code null} for those without it. */
  static @Nullable AvroType of(LogicalType logical, Schema schema) {
    return switch (logical.getName()) {
      case "timestamp-millis" -> time(MILLIS, "Z");
      case "timestamp-micros" -> time(MICROS, "Z");
      case "timestamp-nanos" -> time(NANOS, "Z");
      case "local-timestamp-millis" -> time(MILLIS, "");
      case "local-timestamp-micros" -> time(MICROS, "");
      case "local-timestamp-nanos" -> time(NANOS, "");
      case "date" -> (in, out, depth) -> out.date(in.readInt());
      case "time-millis" -> (in, out, depth) -> requireTime(out.timeOfDay(in.readInt(), MILLIS));
      case "time-micros" -> (in, out, depth) -> requireTime(out.timeOfDay(in.readLong(), MICROS));
      case "decimal" -> decimal(((LogicalTypes.Decimal) logical).getScale(), schema);
      case "uuid" -> schema.getType() == Schema.Type.FIXED ? uuid() : null;
      default -> null;
    };
  }

  private static AvroType time(long unitsPerSecond, String offset) {
    return (in, out, depth) -> out.dateTime(in.readLong(), unitsPerSecond, offset);
  }

  private static void requireTime(boolean isTime) throws MalformedAvroException {
    if (!isTime) {
      throw new MalformedAvroException("has a time of day that is not within a day");
    }
  }

  private static AvroType decimal(int scale, Schema schema) {
    int size = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : -1;
    return (in, out, depth) -> {
      int length = size < 0 ? in.readLength() : size;
      int start = in.skip(length);
      if (length == 0) {
        throw new MalformedAvroException("has a decimal without digits");
      }
      out.number(new BigDecimal(new BigInteger(in.bytes(), start, length), scale));
    };
  }

  private static AvroType uuid() {
    return (in, out, depth) -> out.uuid(in.bytes(), in.skip(UUID_BYTES));
  }
}
