package dev.isotherm.parse.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSamplerTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "|{\"a\":1}|1|0",
        "|oops|1|1",
        "|{\"a\":1|1|1",
        "|[{\"a\":1},{\"a\":2}]|1|1",
        "|7|1|1",
        ".|[{\"a\":1},{\"a\":2},3]|3|1",
        ".|{\"a\":1}|1|0",
        "r|{\"r\":[{\"a\":1},{\"a\":2}],\"b\":5}|2|0",
        "r|[1]|1|1",
        "r|oops|1|1",
        "r|{\"r\":[{\"a\":1},{\"a\"|2|1",
      })
  void countsMessagesAndThoseWithoutFields(
      String elements, String message, int messages, int unread) {
    FieldSampler sample = new FieldSampler(elements);
    sample.addJson(message.getBytes(UTF_8));
    assertThat(sample.messages()).isEqualTo(messages);
    assertThat(sample.unread()).isEqualTo(unread);
  }

  @Test
  void whatIsBesideAnArrayIsAFieldOfEachElement() {
    FieldSampler sample = new FieldSampler("r");
    sample.addJson("{\"x\":7,\"r\":[{\"a\":1},{\"a\":2}],\"o\":[5]}".getBytes(UTF_8));
    assertThat(sample.fields())
        .extracting(field -> field.name() + " " + field.present())
        .containsExactly("a 2", "x 2");
    assertThat(sample.isBeside("x")).isTrue();
    assertThat(sample.isBeside("a")).isFalse();
    assertThat(sample.arrays().paths()).containsExactly("o");
  }

  @Test
  void arraysThatAreAsFrequentAreNoneToBeRead() {
    FieldSampler sample = new FieldSampler(null);
    sample.addJson("{\"r\":[{\"a\":1}],\"s\":[{\"a\":1}],\"n\":[1]}".getBytes(UTF_8));
    assertThat(sample.arrays().paths()).containsExactly("r", "s", "n");
    assertThat(sample.arrays().mostFrequentOfObjects()).isNull();
    sample.addJson("{\"s\":[{\"a\":1}]}".getBytes(UTF_8));
    assertThat(sample.arrays().mostFrequentOfObjects()).isEqualTo("s");
  }
}
