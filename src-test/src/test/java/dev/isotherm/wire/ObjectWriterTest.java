package dev.isotherm.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ObjectWriterTest {

  @Test
  void oneObjectAfterTheOtherHasNothingOfTheOneBefore() {
    assertThat(one("a")).isEqualTo("{\"name\":\"a\"}");
    assertThat(one("b")).isEqualTo("{\"name\":\"b\"}");
  }

  @Test
  void anObjectWithinAnotherIsItsOwn() {
    String outer =
        text(
            JsonLinesWriter.object(
                json -> {
                  json.writeStringField("before", one("inner"));
                  json.writeNumberField("after", 1);
                }));
    assertThat(outer).isEqualTo("{\"before\":\"{\\\"name\\\":\\\"inner\\\"}\",\"after\":1}");
    assertThat(one("a")).isEqualTo("{\"name\":\"a\"}");
  }

  @Test
  void halfAnObjectIsLeftToNobody() {
    assertThatThrownBy(
            () ->
                JsonLinesWriter.object(
                    json -> {
                      json.writeStringField("half", "x");
                      throw new IllegalStateException("in the middle");
                    }))
        .hasMessage("in the middle");
    assertThat(one("a")).isEqualTo("{\"name\":\"a\"}");
  }

  @Test
  void afterALargeOneComesAnother() {
    String large = "x".repeat(1 << 20);
    assertThat(one(large)).isEqualTo("{\"name\":\"" + large + "\"}");
    assertThat(one("a")).isEqualTo("{\"name\":\"a\"}");
  }

  private static String one(String name) {
    return text(JsonLinesWriter.object(json -> json.writeStringField("name", name)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
