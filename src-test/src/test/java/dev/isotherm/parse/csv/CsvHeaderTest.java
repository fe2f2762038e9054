package dev.isotherm.parse.csv;

import static dev.isotherm.fixtures.Parsing.latin1;
import static dev.isotherm.fixtures.Parsing.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvHeaderTest {

  private static CsvHeader parse(byte[] line, char delimiter) {
    return CsvHeader.parse(line, delimiter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamp,sensor_id,t °C", "\uFEFFtimestamp,sensor_id,t °C\r\n",
        " timestamp , sensor_id,t °C \r", "\"timestamp\",\"sensor_id\",\"t °C\"\n"
      })
  void readsNamesWithoutMarkQuotesSpacesAndLineEnd(String line) {
    assertThat(parse(utf8(line), ',').columns())
        .isEqualTo(List.of("timestamp", "sensor_id", "t °C"));
  }

  @Test
  void quotedNamesMayHoldTheDelimiter() {
    assertThat(parse(utf8("a;\"b;c\";\"d\"\"e\";"), ';').columns())
        .isEqualTo(List.of("a", "b;c", "d\"e", ""));
  }

  @Test
  void namesTheColumnThatIsThereTwice() {
    assertThatThrownBy(() -> parse(utf8("a,temperature,b,temperature"), ','))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column \"temperature\" is there more than once");
    assertThat(parse(utf8(",a, ,b"), ',').columns()).isEqualTo(List.of("", "a", "", "b"));
  }

  @Test
  void saysWhatIsNoHeader() {
    assertThatThrownBy(() -> parse(utf8(""), ',')).hasMessage("the header names no column");
    assertThatThrownBy(() -> parse(utf8(" , ,\r\n"), ',')).hasMessage("the header names no column");
    assertThatThrownBy(() -> parse(utf8("a,\"b"), ','))
        .hasMessage("the header \"a,\"b\" has a quotation mark too few or too many");
    assertThatThrownBy(() -> parse(latin1("a,\u00FF"), ','))
        .hasMessage("the header \"a,\\xFF\" is not UTF-8 text");
    assertThatThrownBy(() -> parse(utf8("a\u0000"), ','))
        .hasMessage("the header \"a\\u0000\" holds U+0000 at byte 1");
    assertThatThrownBy(() -> parse(utf8("a,b\u0007"), ','))
        .hasMessage("column 2 \"b\\u0007\" holds the control character U+0007");
  }

  @Test
  void refusesDelimitersThatNumbersNamesOrQuotesHold() {
    for (char delimiter : new char[] {'"', '.', '-', '+', 'a', '1', '\n', '\1', 'é'}) {
      assertThatThrownBy(() -> parse(utf8("a,b"), delimiter))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("delimiter \"")
          .hasMessageContaining("must be a tab or a printable ASCII character");
    }
  }
}
