package dev.isotherm.parse.avro;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isotherm.fixtures.LiveRegistry;
import dev.isotherm.fixtures.Seeded;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/**
 * Random schemas and values, written by Avro itself; and what is left of them when bytes change.
 */
class AvroFuzzTest {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final int ROUNDS = 3_000;
  private static final int MUTANTS = 20;
  private static final Schema.Type[] SCALARS = {
    Schema.Type.NULL,
    Schema.Type.BOOLEAN,
    Schema.Type.INT,
    Schema.Type.LONG,
    Schema.Type.FLOAT,
    Schema.Type.DOUBLE,
    Schema.Type.STRING
  };

  private final Random random = Seeded.random(AvroFuzzTest.class);
  private int names;

  @Test
  void whatAvroWritesIsReadAndWhatIsChangedDoesNoHarm() throws Exception {
    Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);
    int decoded = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Schema schema = record(3);
      Object value = value(schema);
      byte[] message = LiveRegistry.wire(i, schema, value);
      AvroDecoder decoder =
          new AvroDecoder(id -> new AvroSchemas.Known(List.of(schema.toString())), 1 << 16);
      assertThat(decoder.decode(message)).as("%s", schema).isNull();
      assertThat(JSON.readTree(decoder.bytes(), 0, decoder.length()))
          .as("%s", schema)
          .isEqualTo(tree(value));
      for (int mutant = 0; mutant < MUTANTS; mutant++) {
        byte[] changed = mutated(message);
        Rejected rejected = decoder.decode(changed);
        if (rejected == null) {
          JsonNode unused = JSON.readTree(decoder.bytes(), 0, decoder.length());
          decoded++;
        } else {
          reasons.merge(rejected.reason(), 1, Integer::sum);
        }
      }
    }
    System.out.println("AvroFuzzTest: decoded=" + decoded + " " + reasons);
    assertThat(decoded).isGreaterThan(ROUNDS);
    assertThat(reasons.get(RejectionReason.NOT_AVRO)).isGreaterThan(ROUNDS);
  }

  private byte[] mutated(byte[] message) {
    byte[] changed = message.clone();
    if (changed.length == 5 || random.nextInt(5) == 0) {
      return Arrays.copyOf(changed, 5 + random.nextInt(changed.length));
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      changed[5 + random.nextInt(changed.length - 5)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private Schema record(int depth) {
    Schema record = Schema.createRecord("R" + names++, null, null, false);
    List<Schema.Field> fields = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      fields.add(new Schema.Field("f" + i, schema(depth - 1), null, (Object) null));
    }
    record.setFields(fields);
    return record;
  }

  private Schema schema(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(8);
    return switch (kind) {
      case 4 -> Schema.createArray(schema(depth - 1));
      case 5 -> Schema.createMap(schema(depth - 1));
      case 6 -> record(depth);
      case 7 -> Schema.createUnion(Schema.create(Schema.Type.NULL), record(depth));
      case 3 -> Schema.createEnum("E" + names++, null, null, List.of("a", "b", "c"));
      default -> Schema.create(SCALARS[random.nextInt(SCALARS.length)]);
    };
  }

  private Object value(Schema schema) {
    return switch (schema.getType()) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt() >> random.nextInt(32);
      case LONG -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> Float.intBitsToFloat(random.nextInt());
      case DOUBLE -> Double.longBitsToDouble(random.nextLong());
      case STRING -> text();
      case ENUM -> new GenericData.EnumSymbol(schema, "abc".charAt(random.nextInt(3)) + "");
      case ARRAY -> {
        List<Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(value(schema.getElementType()));
        }
        yield elements;
      }
      case MAP -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          entries.put("k" + i + text(), value(schema.getValueType()));
        }
        yield entries;
      }
      case UNION -> random.nextBoolean() ? null : value(schema.getTypes().get(1));
      case RECORD -> {
        GenericRecord record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema())));
        yield record;
      }
      default -> null;
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(random.nextInt(4) == 0 ? 0x1F321 : random.nextInt(0x250));
    }
    return text.toString();
  }

  /** What the JSON should be, made without the decoder. */
  private static JsonNode tree(Object value) {
    if (value instanceof GenericRecord record) {
      ObjectNode object = JSON.createObjectNode();
      record
          .getSchema()
          .getFields()
          .forEach(field -> object.set(field.name(), tree(record.get(field.pos()))));
      return object;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = JSON.createObjectNode();
      map.forEach((key, one) -> object.set((String) key, tree(one)));
      return object;
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JSON.createArrayNode();
      list.forEach(one -> array.add(tree(one)));
      return array;
    }
    if (value instanceof Float number) {
      return JSON.getNodeFactory()
          .numberNode(Double.parseDouble(NumberOutput.toString(number, true)));
    }
    if (value instanceof Long number && number == number.intValue()) {
      return JSON.getNodeFactory().numberNode(number.intValue());
    }
    return value instanceof GenericData.EnumSymbol symbol
        ? JSON.getNodeFactory().textNode(symbol.toString())
        : JSON.valueToTree(value);
  }
}
