package dev.isotherm.jobs.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonElementsInputStreamTest {

  private static List<String> lines(String text) throws IOException {
    byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
    var in = new JsonElementsInputStream(new ByteArrayInputStream(bytes));
    byte[] changed = in.readAllBytes();
    assertThat(changed).hasSameSizeAs(bytes);
    byte[] oneByOne = new byte[bytes.length];
    in = new JsonElementsInputStream(new ByteArrayInputStream(bytes));
    for (int i = 0; i < bytes.length; i++) {
      oneByOne[i] = (byte) in.read();
    }
    assertThat(oneByOne).isEqualTo(changed);
    assertThat(in.read()).isNegative();
    return new String(changed, UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.strip().replace('"', '\''))
        .toList();
  }

  @Test
  void elementsOfAnArrayAreLines() throws IOException {
    List<String> elements = List.of("{'a':1}", "{'b':[1,2],'c':{'d':3}}");
    assertThat(lines("[{'a':1},{'b':[1,2],'c':{'d':3}}]")).isEqualTo(elements);
    assertThat(lines("[\n{'a':1},\r\n{'b':[1,2],'c':{'d':3}}\n]\n")).isEqualTo(elements);
    assertThat(lines("[{'a':1}]\n[{'b':[1,2],'c':{'d':3}}]\n[]\n")).isEqualTo(elements);
    assertThat(lines("[]")).isEmpty();
  }

  @Test
  void anObjectOverSeveralLinesIsALine() throws IOException {
    assertThat(lines("{\n  'a': 1,\n  'b': [\n 2,\n 3]\n}\n{'c':4}\n"))
        .containsExactly("{   'a': 1,   'b': [  2,  3] }", "{'c':4}");
    assertThat(lines("[{\n'a':1\n}\n,\n{'b':2}]")).containsExactly("{ 'a':1 }", "{'b':2}");
  }

  @Test
  void bracketsAndCommasInTextsMeanNothing() throws IOException {
    assertThat(lines("[{'a':'],[{'},{'b':'\\',\\\\'},{'c':3}]"))
        .containsExactly("{'a':'],[{'}", "{'b':'\\',\\\\'}", "{'c':3}");
  }

  @Test
  void aBrokenElementCostsItselfAndAtMostItsArray() throws IOException {
    assertThat(lines("[{'a':1},{'b:2},\n{'c':3}]")).contains("{'a':1}");
    assertThat(lines("[{'a':1,{'b':2}]\n[{'c':3},{'d':4}]\n"))
        .contains("{'c':3}", "{'d':4}")
        .doesNotContain("{'b':2}");
    assertThat(lines("]}{'a':1}")).containsExactly("]}{'a':1}");
  }
}
