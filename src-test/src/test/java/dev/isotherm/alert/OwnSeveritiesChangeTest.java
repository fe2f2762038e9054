package dev.isotherm.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.EnumText;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.yaml.RuleFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** New versions of the rules that name other severities, while an alert fires. */
class OwnSeveritiesChangeTest {

  private static final Series SERIES = new Series("boiler", "temperature");
  private static final Rule RULE =
      rule("[low, high, disaster]", "low: { above: 20 }, high: { above: 30 }");

  private static Rule rule(String severities, String levels) {
    return RuleFile.parse(
            "rules.yaml",
            "severities: "
                + severities
                + "\nrules: [{ name: hot, metric: temperature, levels: { "
                + levels
                + " } }]")
        .rules()
        .get(0);
  }

  /** What is told of an alert that is high, from when the rules change until it is 45 and 5. */
  private static List<String> told(Rule after) {
    AlertStatus high =
        AlertMachine.observe(RULE, AlertStatus.INACTIVE, new Reading(SERIES, 0, 35)).status();
    AlertMachine.Step step = AlertMachine.applyVersion(RULE, SERIES, high, after, 10);
    List<Transition> told = new ArrayList<>(step.transitions());
    for (Reading reading : List.of(new Reading(SERIES, 11, 45), new Reading(SERIES, 12, 5))) {
      step = AlertMachine.observe(after, step.status(), reading);
      told.addAll(step.transitions());
    }
    return told.stream()
        .map(
            one ->
                String.format(
                    "%d %s %s%s of %s",
                    one.atMillis(),
                    EnumText.lowerCase(one.state()),
                    one.previousSeverity() == null ? "" : one.previousSeverity().text() + "->",
                    one.severity().text(),
                    one.severities()))
        .toList();
  }

  @Test
  void aListWithMoreNamesLetsTheAlertGoOn() {
    assertThat(told(rule("[notice, low, medium, high]", "low: { above: 20 }, high: { above: 30 }")))
        .containsExactly("12 resolved high->high of notice, low, medium, high");
  }

  @Test
  void aLevelThatHasAnotherNameEndsTheAlertAtTheOldOneAndBeginsAnew() {
    assertThat(told(rule("[low, severe, disaster]", "low: { above: 20 }, severe: { above: 30 }")))
        .containsExactly(
            "10 resolved high->high of low, high, disaster",
            "11 firing severe of low, severe, disaster",
            "12 resolved severe->severe of low, severe, disaster");
  }

  @Test
  void anotherOrderOfTheLevelsEndsTheAlert() {
    assertThat(told(rule("[high, low]", "high: { above: 20 }, low: { above: 30 }")))
        .containsExactly(
            "10 resolved high->high of low, high, disaster",
            "11 firing low of high, low",
            "12 resolved low->low of high, low");
  }

  @Test
  void theStandardSeveritiesInPlaceOfTheListEndTheAlert() {
    assertThat(
            told(
                rule(
                    "[info, warning, critical]",
                    "warning: { above: 20 }, critical: { above: 30 }")))
        .containsExactly(
            "10 resolved high->high of low, high, disaster",
            "11 firing critical of info, warning, critical",
            "12 resolved critical->critical of info, warning, critical");
  }

  @Test
  void aTransitionThatIsTakenBackIsToldWithTheSeveritiesOfWhatIsTrue() {
    AlertStatus high =
        AlertMachine.observe(RULE, AlertStatus.INACTIVE, new Reading(SERIES, 0, 35)).status();
    Rule other = rule("[mild, bad]", "mild: { above: 20 }, bad: { above: 40 }");
    Transition published =
        AlertMachine.observe(other, AlertStatus.INACTIVE, new Reading(SERIES, 0, 45))
            .transitions()
            .get(0);
    Transition next =
        AlertMachine.observe(RULE, high, new Reading(SERIES, 1, 25)).transitions().get(0);
    Transition back = Retraction.before(published, next);
    assertThat(back.severity().text()).isEqualTo("high");
    assertThat(back.previousSeverity().text()).isEqualTo("bad");
    assertThat(back.severities()).isEqualTo(Severities.of(List.of("low", "high", "disaster")));
  }
}
