package dev.isotherm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.Severities.Tone;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeveritiesTest {

  private static Severities of(String... names) {
    return Severities.of(List.of(names));
  }

  @Test
  void ordersByTheListAndNotByTheNames() {
    Severities own = of("low", "high", "disaster");
    AlertSeverity low = AlertSeverity.of("low");
    AlertSeverity disaster = AlertSeverity.of("disaster");
    assertThat(own.compare(low, disaster)).isNegative();
    assertThat(own.compare(disaster, low)).isPositive();
    assertThat(own.compare(disaster, AlertSeverity.of("disaster"))).isZero();
    assertThat(own.worseThan(disaster)).isZero();
    assertThat(own.worseThan(low)).isEqualTo(2);
    assertThat(own.compare(Severity.CRITICAL, low)).as("not in the list").isNegative();
    assertThat(own.worseThan(Severity.CRITICAL)).isEqualTo(3);
  }

  @Test
  void aStandardNameIsTheStandardSeverityInEveryList() {
    assertThat(AlertSeverity.of("warning")).isSameAs(Severity.WARNING);
    assertThat(of("notice", "warning", "fatal").contains(Severity.WARNING)).isTrue();
    assertThat(of("info", "warning", "critical")).isSameAs(Severities.STANDARD);
    assertThat(of("critical", "warning", "info").isStandard()).isFalse();
    assertThat(Severities.STANDARD).hasToString("info, warning, critical");
  }

  @Test
  void theWorstAndTheMildestHaveColoursOfTheirOwn() {
    assertThat(tones(Severities.STANDARD)).containsExactly(Tone.OTHER, Tone.WARNING, Tone.CRITICAL);
    assertThat(tones(of("alarm"))).containsExactly(Tone.CRITICAL);
    assertThat(tones(of("low", "high"))).containsExactly(Tone.WARNING, Tone.CRITICAL);
    assertThat(tones(of("a", "b", "c", "d")))
        .containsExactly(Tone.OTHER, Tone.WARNING, Tone.WARNING, Tone.CRITICAL);
  }

  private static List<Tone> tones(Severities severities) {
    return severities.all().stream().map(severities::tone).toList();
  }

  @Test
  void refusesWhatIsNoListOfSeverities() {
    assertRefused("severities: there are 0 names; 1 to 8 are allowed");
    assertRefused(
        "severities: there are 9 names; 1 to 8 are allowed",
        "a",
        "b",
        "c",
        "d",
        "e",
        "f",
        "g",
        "h",
        "i");
    assertRefused("severities low: is there twice", "low", "high", "low");
    assertRefused("severities warning: is there twice", "warning", "warning");
    for (String wrong : List.of("", "High", "2nd", "so_so!", "_a", "a-b", "a".repeat(33))) {
      assertRefused(
          "severities "
              + wrong
              + ": must be a lower-case letter, followed by at most 31 lower-case letters, digits"
              + " and _",
          wrong);
    }
    assertThat(of("a".repeat(32)).all()).hasSize(1);
    for (String state : List.of("pending", "no_data", "flapping", "resolved")) {
      assertRefused(
          "severities " + state + ": is the name of a state of alerts; must be another name",
          state);
    }
  }

  private static void assertRefused(String message, String... names) {
    assertThatThrownBy(() -> of(names))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(message);
  }
}
