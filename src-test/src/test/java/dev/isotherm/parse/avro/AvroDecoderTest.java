package dev.isotherm.parse.avro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.LiveRegistry;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

class AvroDecoderTest {

  private static final int ID = 0x01020304;
  private static final int MAX_BYTES = 1_000;

  private final Map<Integer, AvroSchemas.Found> schemas = new LinkedHashMap<>();
  private final List<Integer> asked = new ArrayList<>();
  private AvroDecoder decoder = newDecoder();

  private AvroDecoder newDecoder() {
    return new AvroDecoder(
        id -> {
          asked.add(id);
          return schemas.getOrDefault(id, new AvroSchemas.Unusable("is not known"));
        },
        MAX_BYTES);
  }

  /** A decoder keeps what it knows of an id, so each schema has one of its own. */
  private Schema schema(String json) {
    Schema schema = new Schema.Parser().parse(json.replace('\'', '"'));
    schemas.put(ID, new AvroSchemas.Known(List.of(schema.toString())));
    decoder = newDecoder();
    return schema;
  }

  private String json(byte[] message) {
    assertThat(decoder.decode(message)).isNull();
    return new String(decoder.bytes(), 0, decoder.length(), UTF_8);
  }

  /** The JSON of a value. */
  private String json(String schema, Object value) {
    return json(LiveRegistry.wire(ID, schema(schema), value));
  }

  private Rejected rejected(String schema, String hex) {
    Schema unused = schema(schema);
    return decoder.decode(HexFormat.of().parseHex("0001020304" + hex.replace(" ", "")));
  }

  private static String field(String type) {
    return "{'type':'record','name':'R','fields':[{'name':'a','type':" + type + "}]}";
  }

  private String jsonOfField(String type, Object value) {
    Schema record = new Schema.Parser().parse(field(type).replace('\'', '"'));
    String json = json(field(type), new GenericRecordBuilder(record).set("a", value).build());
    assertThat(json).startsWith("{\"a\":").endsWith("}");
    return json.substring(5, json.length() - 1);
  }

  @Test
  void numbersAreTheShortestThatReadBack() {
    assertThat(jsonOfField("'int'", -7)).isEqualTo("-7");
    assertThat(jsonOfField("'long'", Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(jsonOfField("'double'", 0.1)).isEqualTo("0.1");
    assertThat(jsonOfField("'double'", 2.0E-3)).isEqualTo("0.002");
    assertThat(jsonOfField("'double'", 1e300)).isEqualTo("1.0E300");
    assertThat(jsonOfField("'float'", 21.3f)).isEqualTo("21.3");
    assertThat(jsonOfField("'double'", Double.NaN)).isEqualTo("NaN");
    assertThat(jsonOfField("'float'", Float.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
  }

  @Test
  void textsAreEscapedAndKept() {
    assertThat(jsonOfField("'string'", "a\"\\\n\u0001ü")).isEqualTo("\"a\\\"\\\\\\u000a\\u0001ü\"");
    assertThat(jsonOfField("{'type':'enum','name':'E','symbols':['on','off']}", symbol("off")))
        .isEqualTo("\"off\"");
    assertThat(jsonOfField("'boolean'", true)).isEqualTo("true");
    assertThat(jsonOfField("'null'", null)).isEqualTo("null");
  }

  private static GenericData.EnumSymbol symbol(String name) {
    return new GenericData.EnumSymbol(
        Schema.createEnum("E", null, null, List.of("on", "off")), name);
  }

  @Test
  void bytesAreATextIfTheyAreOneAndElseNoNumber() {
    assertThat(jsonOfField("'bytes'", ByteBuffer.wrap("s1 ü".getBytes(UTF_8))))
        .isEqualTo("\"s1 ü\"");
    assertThat(jsonOfField("'bytes'", ByteBuffer.wrap(new byte[] {-1, 0x12})))
        .isEqualTo("\"0xff12\"");
    Schema two = Schema.createFixed("F", null, null, 2);
    assertThat(
            jsonOfField(
                "{'type':'fixed','name':'F','size':2}",
                new GenericData.Fixed(two, new byte[] {0, 9})))
        .isEqualTo("\"0x0009\"");
  }

  @Test
  void ofAUnionThereIsTheValueAlone() {
    assertThat(jsonOfField("['null','double']", null)).isEqualTo("null");
    assertThat(jsonOfField("['null','double']", 1.5)).isEqualTo("1.5");
    assertThat(jsonOfField("['string','null','long']", 3L)).isEqualTo("3");
  }

  @Test
  void recordsArraysAndMapsAreObjectsAndArrays() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("x.y", 1.0);
    map.put("z", 2.0);
    assertThat(jsonOfField("{'type':'map','values':'double'}", map))
        .isIn("{\"x.y\":1.0,\"z\":2.0}", "{\"z\":2.0,\"x.y\":1.0}");
    assertThat(jsonOfField("{'type':'array','items':'int'}", List.of())).isEqualTo("[]");
    assertThat(jsonOfField("{'type':'array','items':['null','int']}", Arrays.asList(1, null)))
        .isEqualTo("[1,null]");
    String inner =
        "{'type':'record','name':'I','fields':[{'name':'b','type':'int'},"
            + "{'name':'c','type':'string'}]}";
    Schema record = new Schema.Parser().parse(inner.replace('\'', '"'));
    assertThat(
            jsonOfField(inner, new GenericRecordBuilder(record).set("b", 1).set("c", "").build()))
        .isEqualTo("{\"b\":1,\"c\":\"\"}");
  }

  /** Blocks of arrays may say how long they are, by a negative count. */
  @Test
  void arraysMayHaveSeveralBlocks() {
    String array = field("{'type':'array','items':'int'}");
    assertThat(rejected(array, "02 02 03 04 04 06 00")).isNull();
    assertThat(new String(decoder.bytes(), 0, decoder.length(), UTF_8))
        .isEqualTo("{\"a\":[1,2,3]}");
  }

  @Test
  void timestampsAreInstantsWhateverTheirUnit() {
    long millis = 1_751_373_296_789L;
    assertThat(logical("long", "timestamp-millis", millis))
        .isEqualTo("\"2025-07-01T12:34:56.789Z\"");
    assertThat(logical("long", "timestamp-micros", millis * 1_000 + 123))
        .isEqualTo("\"2025-07-01T12:34:56.789123Z\"");
    assertThat(logical("long", "timestamp-nanos", millis * 1_000_000 + 123_456))
        .isEqualTo("\"2025-07-01T12:34:56.789123456Z\"");
    assertThat(logical("long", "timestamp-millis", -1L)).isEqualTo("\"1969-12-31T23:59:59.999Z\"");
    assertThat(logical("long", "local-timestamp-millis", millis))
        .isEqualTo("\"2025-07-01T12:34:56.789\"");
    assertThat(logical("long", "local-timestamp-micros", millis * 1_000))
        .isEqualTo("\"2025-07-01T12:34:56.789\"");
    assertThat(logical("long", "timestamp-millis", Long.MAX_VALUE))
        .isEqualTo("\"+292278994-08-17T07:12:55.807Z\"");
    assertThat(logical("int", "date", 20_270)).isEqualTo("\"2025-07-01\"");
    assertThat(logical("int", "date", Integer.MIN_VALUE)).isEqualTo("\"-5877641-06-23\"");
    assertThat(logical("int", "time-millis", 3_600_500)).isEqualTo("\"01:00:00.500\"");
    assertThat(logical("long", "time-micros", 3_600_000_000L)).isEqualTo("\"01:00\"");
  }

  private String logical(String type, String name, Object value) {
    return jsonOfField("{'type':'" + type + "','logicalType':'" + name + "'}", value);
  }

  @Test
  void decimalsAreNumbersAndIdsTexts() {
    String decimal = "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}";
    assertThat(jsonOfField(decimal, ByteBuffer.wrap(new byte[] {8, 0x55}))).isEqualTo("21.33");
    assertThat(jsonOfField(decimal, ByteBuffer.wrap(new byte[] {-1}))).isEqualTo("-0.01");
    String fixed = "{'type':'fixed','name':'F','size':2,'logicalType':'decimal','precision':4}";
    Schema two = Schema.createFixed("F", null, null, 2);
    assertThat(jsonOfField(fixed, new GenericData.Fixed(two, new byte[] {1, 0}))).isEqualTo("256");
    String uuid = "{'type':'fixed','name':'F','size':16,'logicalType':'uuid'}";
    Schema sixteen = Schema.createFixed("F", null, null, 16);
    assertThat(jsonOfField(uuid, new GenericData.Fixed(sixteen, new byte[16])))
        .isEqualTo("\"00000000-0000-0000-0000-000000000000\"");
    assertThat(logical("string", "uuid", "x")).isEqualTo("\"x\"");
    assertThat(logical("long", "of-another-program", 5L)).isEqualTo("5");
  }

  @Test
  void aRecordMayBeInsideOfItself() {
    String list =
        "{'type':'record','name':'L','fields':[{'name':'v','type':'int'},"
            + "{'name':'next','type':['null','L']}]}";
    assertThat(rejected(list, "02 02 04 00")).isNull();
    assertThat(new String(decoder.bytes(), 0, decoder.length(), UTF_8))
        .isEqualTo("{\"v\":1,\"next\":{\"v\":2,\"next\":null}}");
    assertThat(rejected(list, "02 02".repeat(20) + "02 00"))
        .isEqualTo(notOf("is nested more than 16 levels deep"));
    String endless = "{'type':'record','name':'L','fields':[{'name':'a','type':'L'}]}";
    assertThat(rejected(endless, "")).isEqualTo(notOf("is nested more than 16 levels deep"));
  }

  private static Rejected notOf(String error) {
    return new Rejected(
        RejectionReason.NOT_AVRO, "the message is not of its schema " + ID + ": it " + error);
  }

  @Test
  void whatIsNotOfItsSchemaIsRejected() {
    Rejected tooShort = notOf("ends before its last value");
    assertThat(rejected(field("'double'"), "0000")).isEqualTo(tooShort);
    assertThat(rejected(field("'long'"), "")).isEqualTo(tooShort);
    assertThat(rejected(field("'long'"), "ff")).isEqualTo(tooShort);
    assertThat(rejected(field("'string'"), "04 61")).isEqualTo(tooShort);
    assertThat(rejected(field("'string'"), "01")).isEqualTo(tooShort);
    assertThat(rejected(field("'string'"), "feffffff0f")).isEqualTo(tooShort);
    assertThat(rejected(field("'string'"), "04 c0 80"))
        .isEqualTo(notOf("has a text that is not UTF-8"));
    assertThat(rejected(field("'long'"), "ff".repeat(10) + "01"))
        .isEqualTo(notOf("has an integer of more than 64 bits"));
    assertThat(rejected(field("'int'"), "ffffffffff0f"))
        .isEqualTo(notOf("has an integer of more than 32 bits"));
    assertThat(rejected(field("'boolean'"), "02"))
        .isEqualTo(notOf("has a boolean that is neither 0 nor 1"));
    assertThat(rejected(field("['null','int']"), "04"))
        .isEqualTo(notOf("has an index that its union does not have"));
    assertThat(rejected(field("['null','int']"), "01"))
        .isEqualTo(notOf("has an index that its union does not have"));
    assertThat(rejected(field("'int'"), "02 04"))
        .isEqualTo(notOf("has bytes behind its last value: 1"));
    assertThat(rejected(field("{'type':'array','items':'int'}"), "01 01"))
        .isEqualTo(notOf("has a block of a negative size"));
    assertThat(rejected(field("{'type':'int','logicalType':'time-millis'}"), "01"))
        .isEqualTo(notOf("has a time of day that is not within a day"));
    assertThat(
            rejected(
                field("{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}"), "00"))
        .isEqualTo(notOf("has a decimal without digits"));
  }

  /** A few bytes can stand for any number of elements that have none. */
  @Test
  void memoryIsBounded() {
    String nulls = field("{'type':'array','items':'null'}");
    Rejected tooLarge =
        new Rejected(RejectionReason.TOO_LARGE, "the message has more than 16000 bytes as JSON");
    assertThat(rejected(nulls, "feffffffffffffffff01")).isEqualTo(tooLarge);
    String empty = field("{'type':'array','items':{'type':'record','name':'E','fields':[]}}");
    assertThat(rejected(empty, "feffffffffffffffff01")).isEqualTo(tooLarge);
    assertThat(decoder.bytes().length).isLessThanOrEqualTo(32_000);
    assertThat(decoder.decode(new byte[MAX_BYTES + 1]))
        .isEqualTo(
            new Rejected(
                RejectionReason.TOO_LARGE, "the message has 1001 bytes; at most 1000 are allowed"));
  }

  @Test
  void theWireFormatIsRequired() {
    assertThat(decoder.decode(new byte[0]).reason()).isEqualTo(RejectionReason.EMPTY);
    String sentence = "the message does not begin with a byte 0 and the id of a schema";
    assertThat(decoder.decode(new byte[] {0, 0, 0, 1}))
        .isEqualTo(new Rejected(RejectionReason.NOT_AVRO, sentence));
    assertThat(decoder.decode("{\"a\":1}".getBytes(UTF_8)))
        .isEqualTo(
            new Rejected(
                RejectionReason.NOT_AVRO,
                sentence + "; if it is JSON, leave out --value-format avro"));
    assertThat(asked).isEmpty();
  }

  @Test
  void aSchemaIsAskedForOnce() {
    byte[] message = LiveRegistry.wire(ID, schema(field("'int'")), record(1));
    assertThat(json(message)).isEqualTo("{\"a\":1}");
    byte[] other = message.clone();
    other[4] = 9;
    assertThat(decoder.decode(other))
        .isEqualTo(
            new Rejected(RejectionReason.NOT_AVRO, "schema " + 0x01020309 + " is not known"));
    assertThat(json(message)).isEqualTo("{\"a\":1}");
    assertThat(decoder.decode(other)).isNotNull();
    assertThat(asked)
        .as("what is not known may be later")
        .containsExactly(ID, 0x01020309, 0x01020309);
  }

  private static Object record(int value) {
    Schema schema = new Schema.Parser().parse(field("'int'").replace('\'', '"'));
    return new GenericRecordBuilder(schema).set("a", value).build();
  }

  @Test
  void aSchemaMayUseTheNamesOfOthers() {
    schemas.put(
        ID,
        new AvroSchemas.Known(
            List.of(
                "{\"type\":\"enum\",\"name\":\"n.E\",\"symbols\":[\"x\",\"y\"]}",
                "{\"type\":\"record\",\"name\":\"n.R\",\"fields\":"
                    + "[{\"name\":\"a\",\"type\":\"n.E\"}]}")));
    assertThat(json(HexFormat.of().parseHex("000102030402"))).isEqualTo("{\"a\":\"y\"}");
  }

  @Test
  void aSchemaThatIsNoneIsTheFaultOfItsMessages() {
    schemas.put(ID, new AvroSchemas.Known(List.of("{\"type\":\"recrod\"}")));
    Rejected rejected = decoder.decode(new byte[] {0, 1, 2, 3, 4, 5});
    assertThat(rejected.reason()).isEqualTo(RejectionReason.NOT_AVRO);
    assertThat(rejected.detail())
        .startsWith("schema " + ID + " cannot be read: ")
        .contains("record");
    assertThat(decoder.decode(new byte[] {0, 1, 2, 3, 4, 5})).isEqualTo(rejected);
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatCannotBeFoundOutRejectsNothing() {
    AvroDecoder away =
        new AvroDecoder(
            id -> {
              throw new IllegalStateException("the registry is away");
            },
            MAX_BYTES);
    assertThatThrownBy(() -> away.decode(new byte[] {0, 0, 0, 0, 1, 0}))
        .hasMessage("the registry is away");
  }

  @Test
  void remembersABoundedNumberOfSchemas() {
    String text = field("'int'").replace('\'', '"');
    for (int id = 0; id < 1_001; id++) {
      schemas.put(id, new AvroSchemas.Known(Collections.singletonList(text)));
      assertThat(decoder.decode(new byte[] {0, 0, 0, (byte) (id >> 8), (byte) id, 2})).isNull();
    }
    assertThat(decoder.decode(new byte[] {0, 0, 0, 0, 0, 2})).isNull();
    assertThat(asked).as("the oldest was forgotten").hasSize(1_002);
  }
}
