package dev.isotherm.parse.avro;

import dev.isotherm.parse.json.JsonOutput;
import dev.isotherm.parse.message.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * Compiles a schema: a record becomes an object, an array an array, a map an object, an enum and a
 * text a text, and of a union there is the value alone. {@link LogicalValues} has the others.
 */
final class AvroTypes {

  private final Map<String, AvroRecord> records = new HashMap<>();

  private AvroTypes() {}

  /**
   * Compiles the last of several schemas.
   *
   * @param texts schemas as JSON; each may use the names of those before
   * @throws RuntimeException if one is no schema; the message says why
   */
  static AvroType compile(List<String> texts) {
    Schema.Parser parser = new Schema.Parser();
    // Producers could write with a schema whose default values are wrong, so it can be read.
    parser.setValidateDefaults(false);
    Schema last = null;
    for (String text : texts) {
      last = parser.parse(text);
    }
    if (last == null) {
      throw new IllegalArgumentException("there is no text");
    }
    return new AvroTypes().type(last);
  }

  private AvroType type(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    AvroType known = logical == null ? null : LogicalValues.of(logical, schema);
    return known == null ? plain(schema) : known;
  }

  private AvroType plain(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> (in, out, depth) -> out.raw("null");
      case BOOLEAN -> (in, out, depth) -> out.raw(in.readBoolean() ? "true" : "false");
      case INT -> (in, out, depth) -> out.number(in.readInt());
      case LONG -> (in, out, depth) -> out.number(in.readLong());
      case FLOAT -> (in, out, depth) -> out.number(in.readFloat());
      case DOUBLE -> (in, out, depth) -> out.number(in.readDouble());
      case STRING -> (in, out, depth) -> text(in, out);
      case BYTES ->
          (in, out, depth) -> {
            int length = in.readLength();
            out.bytes(in.bytes(), in.skip(length), length);
          };
      case FIXED -> {
        int size = schema.getFixedSize();
        yield (in, out, depth) -> out.bytes(in.bytes(), in.skip(size), size);
      }
      case ENUM -> symbols(schema.getEnumSymbols());
      case UNION -> union(schema.getTypes());
      case ARRAY -> array(type(schema.getElementType()));
      case MAP -> map(type(schema.getValueType()));
      case RECORD -> record(schema);
    };
  }

  private static void text(AvroInput in, JsonOutput out) throws MalformedAvroException {
    int length = in.readLength();
    int start = in.skip(length);
    if (!out.text(in.bytes(), start, length) && !Utf8.isValid(in.bytes(), start, length)) {
      throw new MalformedAvroException("has a text that is not UTF-8");
    }
  }

  private static AvroType symbols(List<String> symbols) {
    return (in, out, depth) -> out.text(symbols.get(index(in, symbols.size(), "enum")));
  }

  private AvroType union(List<Schema> branches) {
    AvroType[] types = branches.stream().map(this::type).toArray(AvroType[]::new);
    return (in, out, depth) -> types[index(in, types.length, "union")].write(in, out, depth);
  }

  private static int index(AvroInput in, int count, String what) throws MalformedAvroException {
    int index = in.readInt();
    if (index < 0 || index >= count) {
      throw new MalformedAvroException("has an index that its " + what + " does not have");
    }
    return index;
  }

  private static AvroType array(AvroType elements) {
    return blocks('[', elements, ']');
  }

  private static AvroType map(AvroType values) {
    return blocks(
        '{',
        (in, out, depth) -> {
          text(in, out);
          out.raw(':');
          values.write(in, out, depth);
        },
        '}');
  }

  /** Writes the items of an array or a map, which come in blocks. */
  private static AvroType blocks(char open, AvroType item, char close) {
    return (in, out, depth) -> {
      AvroType.checkDepth(depth);
      out.raw(open);
      boolean isFirst = true;
      for (long count = in.readBlock(); count > 0; count = in.readBlock()) {
        for (long i = 0; i < count; i++) {
          if (!isFirst) {
            out.raw(',');
          }
          isFirst = false;
          item.write(in, out, depth + 1);
        }
      }
      out.raw(close);
    };
  }

  /** Known before its fields are: they may be of its own type. */
  private AvroType record(Schema schema) {
    AvroRecord known = records.get(schema.getFullName());
    if (known != null) {
      return known;
    }
    AvroRecord record = new AvroRecord();
    records.put(schema.getFullName(), record);
    List<Schema.Field> fields = schema.getFields();
    byte[][] names = new byte[fields.size()][];
    AvroType[] types = new AvroType[fields.size()];
    for (int i = 0; i < names.length; i++) {
      // The names of Avro are letters, digits and underscores.
      String name = (i == 0 ? "" : ",") + '"' + fields.get(i).name() + "\":";
      names[i] = name.getBytes(StandardCharsets.UTF_8);
      types[i] = type(fields.get(i).schema());
    }
    record.setFields(names, types);
    return record;
  }
}
