package dev.isotherm.parse.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.parse.number.DecimalNumber;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextFlagsTest {

  private static final TextFlags UPS = TextFlags.of(List.of("status=OB|LB|RB", "alarm=FIRE"));

  private static String flags(String... texts) {
    StringBuilder found = new StringBuilder();
    UPS.of("status")
        .forEach(List.of(texts), (metric, value) -> found.append(metric + "=" + value + " "));
    return found.toString().replace("status.", "").replace(".0", "").strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "OB DISCHRG     ! LB=0 OB=1 RB=0",
        "OL CHRG        ! LB=0 OB=0 RB=0",
        "LB;OB          ! LB=1 OB=1 RB=0",
        "RB,LB|OB       ! LB=1 OB=1 RB=1",
        "`  OB\t\u00a0LB\n` ! LB=1 OB=1 RB=0",
        "OB OB          ! LB=0 OB=1 RB=0",
        "OBX ob O B OB. ! LB=0 OB=0 RB=0",
        "``             ! LB=0 OB=0 RB=0",
        "` ; `          ! LB=0 OB=0 RB=0"
      })
  void eachWordIsOneOrZero(String text, String expected) {
    assertThat(flags(text)).isEqualTo(expected);
  }

  @Test
  void severalTextsHaveTheirWordsTogether() {
    assertThat(flags("OB", "DISCHRG LB")).isEqualTo("LB=1 OB=1 RB=0");
    assertThat(flags()).isEqualTo("LB=0 OB=0 RB=0");
  }

  @Test
  void fieldsAndMetricsAreKnown() {
    assertThat(UPS.of("OB")).isNull();
    assertThat(UPS.isMetric("status.OB")).isTrue();
    assertThat(UPS.isMetric("status")).isFalse();
    assertThat(UPS.metrics())
        .containsExactlyInAnyOrder("status.OB", "status.LB", "status.RB", "alarm.FIRE");
    assertThat(TextFlags.of(List.of())).isSameAs(TextFlags.NONE);
    assertThat(TextFlags.of(List.of("a=b=X")).of("a=b")).isNotNull();
  }

  /** So that a stream and its replay agree, however the option was written. */
  @Test
  void theOrderOfFieldsAndWordsMeansNothing() {
    TextFlags other = TextFlags.of(List.of("alarm=FIRE", "status=RB|OB|LB"));
    assertThat(other.selectors()).isEqualTo(UPS.selectors());
    assertThat(other.selectors()).containsExactly("alarm=FIRE", "status=LB|OB|RB");
    assertThat(other).isEqualTo(UPS).hasSameHashCodeAs(UPS);
    assertThat(other).isNotEqualTo(TextFlags.of(List.of("alarm=FIRE")));
  }

  /** A number may be a number of a code, or one that only looks like a text. */
  @Test
  void numbersAndBooleansAreTextsIfAWordIsOne() {
    DecimalNumber number = new DecimalNumber();
    FlagWords words = UPS.of("status");
    assertThat(words.accepts("OB", number)).isTrue();
    assertThat(words.accepts("7", number)).isFalse();
    assertThat(words.accepts("NaN", number)).isFalse();
    assertThat(words.accepts("true", number)).isFalse();
    FlagWords codes = TextFlags.of(List.of("fault=7|12")).of("fault");
    assertThat(codes.accepts("3", number)).isTrue();
    assertThat(codes.accepts("false", number)).isFalse();
    FlagWords booleans = TextFlags.of(List.of("open=true")).of("open");
    assertThat(booleans.accepts("false", number)).isTrue();
    assertThat(booleans.accepts("3", number)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "status      ! must be a field and its words, such as status=OB|LB",
        "=OB         ! names no field",
        "' =OB'      ! names no field",
        "status=     ! names no word",
        "status=OB|  ! names an empty word",
        "status=|OB  ! names an empty word",
        "status=OB|LB|OB ! names the word \"OB\" twice",
        "status=O B  ! the word \"O B\" has a blank, a comma or a semicolon",
        "status=O;B  ! the word \"O;B\" has a blank, a comma or a semicolon",
      })
  void whatIsWrongIsSaid(String wrong, String error) {
    assertThatThrownBy(() -> TextFlags.of(List.of(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--flags \"" + wrong + "\": ")
        .hasMessageContaining(error);
  }

  @Test
  void aFieldOrMetricMayBeThereOnce() {
    assertThatThrownBy(() -> TextFlags.of(List.of("status=OB", "status=LB")))
        .hasMessage("--flags \"status=LB\": another one has the field status");
    assertThatThrownBy(() -> TextFlags.of(List.of("a=b.c", "a.b=c")))
        .hasMessageContaining("another one has the metric a.b.c");
    assertThatThrownBy(() -> TextFlags.of(List.of("status=" + "x".repeat(300))))
        .hasMessageContaining("characters; at most");
  }

  @Test
  void aFieldHasOneMeaning() {
    ParseOptions options = ParseOptions.defaults().withTexts(ValueTexts.NONE.withFlags(UPS));
    assertThat(options.roleOf("status")).isEqualTo(FieldRole.FLAGS);
    assertThat(options.withMetrics(Set.of("a.*")).roleOf("alarm")).isEqualTo(FieldRole.FLAGS);
    assertThatThrownBy(() -> options.withFields("status", "id"))
        .hasMessage("--flags status: must not be the timestamp or the sensor field too");
    assertThatThrownBy(() -> options.withFields("t", "alarm")).hasMessageStartingWith("--flags a");
    assertThatThrownBy(() -> options.withLongLayout(new LongLayout("kind", "status")))
        .hasMessage("--flags status: must not be the metric field or the value field too");
    assertThatThrownBy(() -> options.withMetrics(Set.of("t", "status")))
        .hasMessage("--flags status: must not be a field of --metrics too");
    assertThatThrownBy(() -> options.withMetrics(Set.of("status.OB=on_battery")))
        .hasMessage("--flags status: its metric status.OB is one of --metrics too");
    assertThatThrownBy(() -> options.withFields("t", SensorSource.parse("@column:mode")))
        .hasMessage("--flags alarm: not with the sensor @column:mode");
  }

  @Test
  void fieldsInsideOfObjectsAreRead() {
    ParseOptions inside =
        ParseOptions.defaults()
            .withTexts(ValueTexts.NONE.withFlags(TextFlags.of(List.of("ups.data.status=OB"))));
    assertThat(inside.readsInside("ups")).isTrue();
    assertThat(inside.readsInside("ups.data")).isTrue();
    assertThat(inside.readsInside("up")).isFalse();
    assertThat(inside.roleOf("ups.data.status")).isEqualTo(FieldRole.FLAGS);
  }
}
