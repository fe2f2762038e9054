package dev.isotherm.parse.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageElementsTest {

  private static final ParseOptions OPTIONS = ParseOptions.defaults();

  private static MessageElements at(String path) {
    return new MessageElements(OPTIONS.withElements(path));
  }

  /** Divides a message that does not begin at the beginning of its array. */
  private static Rejected divide(MessageElements elements, String message) {
    byte[] bytes = ("}]7" + message + "8[{").getBytes(UTF_8);
    return elements.divide(bytes, 3, bytes.length - 6);
  }

  private static List<String> elements(String path, String message) {
    MessageElements elements = at(path);
    byte[] bytes = ("}]7" + message + "8[{").getBytes(UTF_8);
    assertThat(elements.divide(bytes, 3, bytes.length - 6)).isNull();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.count(); i++) {
      texts.add(new String(bytes, elements.from(i), elements.length(i), UTF_8));
    }
    return texts;
  }

  @Test
  void elementsAreFoundWhateverTheyAre() {
    assertThat(
            elements(".", "[ {\"ä\" : [1, {}]} ,2,-3.5e7 ,\"x,]\\\"\", null,[[4],5] ,true,{}\t]"))
        .containsExactly(
            "{\"ä\" : [1, {}]}", "2", "-3.5e7", "\"x,]\\\"\"", "null", "[[4],5]", "true", "{}");
    assertThat(elements(".", "[NaN,1]")).containsExactly("NaN", "1");
    assertThat(elements("a.b", "{\"c\":[7],\"a\":{\"c\":1,\"b\":[1,2]},\"b\":[8]}"))
        .containsExactly("1", "2");
    assertThat(elements("a.b", "{\"a.b\":[{\"x\":1}]}")).containsExactly("{\"x\":1}");
  }

  @Test
  void anObjectIsItsOnlyElement() {
    assertThat(elements(".", " {\"a\":1} ")).containsExactly("{\"a\":1}");
    assertThat(elements("r", "{\"x\":2,\"r\":{\"a\":1}}")).containsExactly("{\"a\":1}");
  }

  /** The values with one index are an element if one of the arrays holds the instant. */
  @Test
  void parallelArraysAreRows() {
    MessageElements elements =
        new MessageElements(OPTIONS.withElements("h").withFields("time", "s"));
    String message = "{\"s\":\"a\",\"h\":{ \"time\" : [1, 2,3],\"t\":[20.5 ,null,\"x]\"]},\"z\":0}";
    assertThat(divide(elements, message)).isNull();
    assertThat(texts(elements))
        .containsExactly(
            "{\"time\" : 1,\"t\":20.5}",
            "{\"time\" : 2,\"t\":null}",
            "{\"time\" : 3,\"t\":\"x]\"}");
    assertThat(elements.inherited()).hasSize(1);
    String some = new String(elements.messageOf(List.of(0, 2)), UTF_8);
    assertThat(some)
        .isEqualTo("{\"s\":\"a\",\"h\":{\"time\" : [1,3],\"t\":[20.5,\"x]\"]},\"z\":0}");
    assertThat(divide(elements, some)).isNull();
    assertThat(texts(elements)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"time\":[1,2],\"t\":[1]}",
        "{\"time\":[1,2],\"t\":[1,[2]]}",
        "{\"time\":[1,2],\"t\":5}",
        "{\"time\":[],\"t\":[]}",
        "{\"time\":[1]}",
        "{\"when\":[1,2],\"t\":[1,2]}",
      })
  void otherObjectsOfArraysAreOneElement(String object) {
    MessageElements elements =
        new MessageElements(OPTIONS.withElements(".").withFields("time", "s"));
    assertThat(divide(elements, object)).isNull();
    assertThat(texts(elements)).containsExactly(object);
  }

  private static List<String> texts(MessageElements elements) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.count(); i++) {
      texts.add(new String(elements.bytes(), elements.from(i), elements.length(i), UTF_8));
    }
    return texts;
  }

  @Test
  void aByteOrderMarkIsNoPartOfAnElement() {
    MessageElements elements = at(".");
    byte[] bytes = "\uFEFF[{},3]".getBytes(UTF_8);
    assertThat(elements.divide(bytes, 0, bytes.length)).isNull();
    assertThat(elements.from(0)).isEqualTo(4);
    assertThat(new String(elements.messageOf(List.of(1)), UTF_8)).isEqualTo("[3]");
  }

  @Test
  void manyElementsAreFound() {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      numbers.add(Integer.toString(i));
    }
    assertThat(elements(".", "[" + String.join(",", numbers) + "]")).isEqualTo(numbers);
  }

  @Test
  void membersBesideTheArrayAreInherited() {
    MessageElements elements =
        new MessageElements(
            OPTIONS.withElements("data.r").withFields("data.t", "device").withMetrics(List.of()));
    String message =
        "{\"device\":7,\"sensor_id\":\"no\",\"x\":3,\"data\":{\"r\":[1],\"y\":[4],\"t\":\"now\"}}";
    assertThat(divide(elements, message)).isNull();
    assertThat(elements.inherited())
        .extracting(member -> member.path() + "=" + member.text())
        .containsExactly("device=7", "data.t=now");
    assertThat(elements.leftOut())
        .extracting(LeftOut::text)
        .containsExactly(
            "x is beside the array of --elements, such as \"3\"",
            "data.y is beside the array of --elements");
    assertThat(divide(elements, "{\"data\":{\"r\":[1]}}")).isNull();
    assertThat(elements.inherited()).isEmpty();
    assertThat(elements.leftOut()).isEmpty();
  }

  @Test
  void aMessageWithSomeElementsOnlyCanBeDividedAgain() {
    MessageElements elements = at("r");
    assertThat(divide(elements, "{\"a\":1, \"r\" : [ 1 , {\"b\":[]},\"x\" ] ,\"c\":2 }")).isNull();
    assertThat(new String(elements.messageOf(List.of(0, 2)), UTF_8))
        .isEqualTo("{\"a\":1, \"r\" : [ 1,\"x\" ] ,\"c\":2 }");
    assertThat(new String(elements.messageOf(List.of(1)), UTF_8))
        .isEqualTo("{\"a\":1, \"r\" : [ {\"b\":[]} ] ,\"c\":2 }");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        ".|[]|EMPTY|the message has no elements",
        ".|[1|NOT_JSON|the message ends before its JSON does",
        ".|[1][2]|NOT_JSON|the message holds more than one JSON value",
        ".|3|NOT_AN_OBJECT|the message is an integer; an array is required (--elements)",
        ".|~ ~|EMPTY|the message holds nothing but whitespace",
        "r|{}|NO_METRIC|r is missing; an array is required (--elements)",
        "r|{\"r\":null}|NO_METRIC|r is null; an array is required (--elements)",
        "r|{\"r\":[ ]}|EMPTY|r has no elements",
        "r|{\"r\":[1],\"r\":[2]}|DUPLICATE_FIELD|r is there more than once",
        "r|{\"s\":[1],\"s\":[2],\"r\":[1]}|DUPLICATE_FIELD|s is there more than once",
        "r.s|{\"r\":[1]}|NO_METRIC|r.s is missing; an array is required (--elements)",
        "r|[1]|NOT_AN_OBJECT"
            + "|the message is an array; an object with the array r is required (--elements)",
      })
  void aMessageWithoutTheArrayIsRejected(
      String path, String message, RejectionReason reason, String detail) {
    assertThat(divide(at(path), message)).isEqualTo(new Rejected(reason, detail));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"r\":"})
  void aMessageThatIsNestedDeeplyIsRejected(String open) {
    Rejected rejected = divide(at("r"), open.repeat(10_000));
    assertThat(rejected.reason()).isEqualTo(RejectionReason.NOT_JSON);
    assertThat(rejected.detail()).isEqualTo("the message is nested more than 16 levels deep");
  }

  @Test
  void aLargeMessageIsRejected() {
    MessageElements elements =
        new MessageElements(OPTIONS.withElements(".").withMaxMessageBytes(4));
    assertThat(divide(elements, "[12]")).isNull();
    assertThat(divide(elements, "[123]").reason()).isEqualTo(RejectionReason.TOO_LARGE);
  }
}
