package dev.isotherm.jobs.files.parquet;

import dev.isotherm.parse.json.JsonOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** Writes single values of Parquet as JSON: numbers, booleans, texts, and times as texts. */
final class ParquetScalars {

  /** A longer value is no part of a message, see the largest line of a file. */
  private static final int MOST_BYTES = 1 << 26;

  private static final long NANOS = 1_000_000_000;
  private static final long SECONDS_PER_DAY = 24 * 60 * 60;
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

  private ParquetScalars() {}

  static void write(Group group, int field, int index, JsonOutput out) {
    PrimitiveType type = group.getType().getType(field).asPrimitiveType();
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> out.raw(group.getBoolean(field, index) ? "true" : "false");
      case FLOAT -> out.number(group.getFloat(field, index));
      case DOUBLE -> out.number(group.getDouble(field, index));
      case INT32 -> int32(group.getInteger(field, index), logical, out);
      case INT64 -> int64(group.getLong(field, index), logical, out);
      case INT96 -> int96(group.getInt96(field, index), out);
      case BINARY, FIXED_LEN_BYTE_ARRAY -> binary(group.getBinary(field, index), logical, out);
    }
  }

  private static void int32(int value, LogicalTypeAnnotation logical, JsonOutput out) {
    if (logical instanceof DateLogicalTypeAnnotation) {
      out.date(value);
    } else if (logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()) {
      out.number(Integer.toUnsignedLong(value));
    } else {
      int64(value, logical, out);
    }
  }

  private static void int64(long value, LogicalTypeAnnotation logical, JsonOutput out) {
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      String offset = timestamp.isAdjustedToUTC() ? "Z" : "";
      out.dateTime(value, perSecond(timestamp.getUnit()), offset);
    } else if (logical instanceof TimeLogicalTypeAnnotation time) {
      if (!out.timeOfDay(value, perSecond(time.getUnit()))) {
        out.text(Long.toString(value));
      }
    } else if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      out.number(BigDecimal.valueOf(value, decimal.getScale()));
    } else if (logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()) {
      out.raw(Long.toUnsignedString(value));
    } else {
      out.number(value);
    }
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000;
      case MICROS -> 1_000_000;
      case NANOS -> NANOS;
    };
  }

  /** A time of old files: some programs mean a local time, some one in UTC. */
  private static void int96(Binary value, JsonOutput out) {
    ByteBuffer bytes = ByteBuffer.wrap(value.getBytesUnsafe()).order(ByteOrder.LITTLE_ENDIAN);
    long nanoOfDay = bytes.getLong();
    long day = bytes.getInt() - JULIAN_DAY_OF_EPOCH;
    long micros = day * SECONDS_PER_DAY * 1_000_000 + Math.floorDiv(nanoOfDay, 1_000L);
    out.dateTime(micros, 1_000_000, "");
  }

  private static void binary(Binary value, LogicalTypeAnnotation logical, JsonOutput out) {
    // Its length is what the file claims, and memory is taken for it before it is read.
    if (value.length() > MOST_BYTES) {
      throw new IllegalStateException("a value of " + value.length() + " bytes");
    }
    byte[] bytes = value.getBytesUnsafe();
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      out.number(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
    } else if (logical instanceof UUIDLogicalTypeAnnotation) {
      out.uuid(bytes, 0);
    } else if (logical instanceof Float16LogicalTypeAnnotation) {
      out.number(half(bytes));
    } else {
      out.bytes(bytes, 0, bytes.length);
    }
  }

  /** Returns the number that 2 bytes are, as in IEEE 754: 1 bit sign, 5 exponent, 10 fraction. */
  private static float half(byte[] bytes) {
    int bits = (bytes[1] & 0xFF) << 8 | (bytes[0] & 0xFF);
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    float magnitude;
    if (exponent == 0x1F) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((float) fraction, -24);
    } else {
      magnitude = Math.scalb((float) (fraction + 0x400), exponent - 25);
    }
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }
}
