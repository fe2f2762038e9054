package dev.isotherm.signal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.isotherm.model.InvalidFieldException;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedPartsTest {

  @Test
  void partsAreUsedByName() {
    NamedParts parts =
        parts("share", "errors / requests", "errors", "sum(increase(e, 5m))", "requests", "r + 1");
    assertThat(parts.errors()).isEmpty();
    assertThat(parts.parse("signal", "share * 100"))
        .isEqualTo(Expressions.parse("sum(increase(e, 5m)) / (r + 1) * 100"));
    assertThat(parts.unused()).isEmpty();
  }

  @Test
  void aNameInBackQuotesOrOfAnotherSensorIsAMetric() {
    NamedParts parts = parts("a", "b");
    assertThat(parts.parse("signal", "`a` + a{x} + max(a, 5m)"))
        .isEqualTo(Expressions.parse("a + a{x} + max(b, 5m)"));
  }

  @Test
  void knowsWhatNobodyUses() {
    NamedParts parts = parts("a", "x", "b", "a + 1", "c", "x");
    assertThat(parts.unused()).containsExactly("b", "c");
    parts.parse("signal", "b");
    assertThat(parts.unused()).containsExactly("c");
  }

  @Test
  void refusesCycles() {
    NamedParts parts = parts("a", "b + 1", "b", "c", "c", "a", "d", "d", "e", "x");
    assertThat(parts.errors())
        .extracting(InvalidFieldException::getMessage)
        .containsExactly(
            "where.a: is defined by itself: a uses b uses c uses a",
            "where.d: is defined by itself: d uses d");
    assertThat(parts.parse("signal", "e")).isEqualTo(Expressions.parse("x"));
  }

  @Test
  void anErrorNamesTheFieldAndThePlace() {
    NamedParts parts = parts("a", "x +", "b", "a * 2");
    assertThat(parts.errors())
        .extracting(InvalidFieldException::getMessage, InvalidFieldException::field)
        .containsExactly(
            tuple(
                "where.a at 4: the text ends where a number, a name, a function or ( should stand",
                "where.a"));
    assertThatThrownBy(() -> parts.parse("signal", "b")).isSameAs(parts.errors().iterator().next());
    assertThatThrownBy(() -> parts.parse("levels.warning.when", "x > y > z"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "levels.warning.when at 7: comparisons cannot be chained; write a < b and b < c");
  }

  @Test
  void namesAreWords() {
    for (String name : List.of("now", "a.b", "", "1")) {
      assertThat(parts(name, "x").errors())
          .singleElement()
          .extracting(InvalidFieldException::getMessage)
          .isEqualTo(
              "where."
                  + name
                  + ": names of parts consist of letters, digits and _, and are none of"
                  + " and, by, not, now, or, readings, value");
    }
  }

  /** Each part doubles the one before it, so the tenth stands for a thousand names. */
  @Test
  void boundsWhatPartsAmountTo() {
    Map<String, String> doubled = new LinkedHashMap<>();
    doubled.put("p0", "x");
    for (int i = 1; i <= 30; i++) {
      doubled.put("p" + i, String.format("p%1$d + p%1$d", i - 1));
    }
    NamedParts parts = new NamedParts(doubled, ZoneOffset.UTC);
    assertThat(parts.errors())
        .singleElement()
        .extracting(InvalidFieldException::getMessage)
        .isEqualTo("where.p10 at 8: has more than 2000 names, numbers and operators");
    assertThat(parts.parse("signal", "p9").all()).hasSize(1_023);
  }

  private static NamedParts parts(String... namesAndTexts) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      texts.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return new NamedParts(texts, ZoneOffset.UTC);
  }
}
