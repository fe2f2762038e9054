package dev.isotherm.jobs.diff;

import static dev.isotherm.model.AlertState.FIRING;
import static dev.isotherm.model.AlertState.FLAPPING;
import static dev.isotherm.model.AlertState.INACTIVE;
import static dev.isotherm.model.AlertState.NO_DATA;
import static dev.isotherm.model.AlertState.PENDING;
import static dev.isotherm.model.AlertState.RESOLVED;
import static dev.isotherm.model.Severity.CRITICAL;
import static dev.isotherm.model.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Transitions;
import dev.isotherm.jobs.diff.AlertDiff.Change;
import dev.isotherm.jobs.diff.Episode.Kind;
import dev.isotherm.jobs.diff.EpisodePair.Difference;
import dev.isotherm.model.AlertState;
import dev.isotherm.model.Series;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Severity;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.text.Annotations;
import dev.isotherm.rules.text.Texts;
import dev.isotherm.rules.yaml.RuleFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AlertDiffTest {

  private static final Series SERIES = new Series("s1", "m");

  @Test
  void anAlertLastsFromFiringUntilItIsResolved() {
    assertThat(
            Episode.of(
                List.of(
                    at(1, PENDING, WARNING),
                    at(3, FIRING, WARNING),
                    at(5, FIRING, CRITICAL),
                    at(7, FIRING, WARNING),
                    at(9, RESOLVED, WARNING),
                    at(20, PENDING, WARNING),
                    at(21, INACTIVE, WARNING),
                    at(30, FIRING, WARNING))))
        .containsExactly(
            firing(3, 9, Map.of(WARNING, 3L, CRITICAL, 5L)), firing(30, Episode.OPEN, WARNING));
  }

  @Test
  void neitherSilenceNorFlappingEndsWhatFires() {
    assertThat(
            Episode.of(
                List.of(
                    at(1, FIRING, WARNING),
                    at(3, NO_DATA, WARNING),
                    at(5, FIRING, WARNING),
                    at(6, FLAPPING, WARNING),
                    at(9, FIRING, CRITICAL),
                    at(12, RESOLVED, CRITICAL),
                    at(20, NO_DATA, WARNING))))
        .containsExactly(
            firing(1, 12, Map.of(WARNING, 1L, CRITICAL, 9L)),
            new Episode(Kind.NO_DATA, 3, 5, WARNING),
            new Episode(Kind.FLAPPING, 6, 9, null),
            new Episode(Kind.NO_DATA, 20, Episode.OPEN, WARNING));
  }

  @Test
  void silenceOfWhatDidNotFireIsNoAlert() {
    assertThat(Episode.of(List.of(at(1, NO_DATA, WARNING), at(4, RESOLVED, WARNING))))
        .containsExactly(new Episode(Kind.NO_DATA, 1, 4, WARNING));
  }

  @Test
  void whatFlapsAndIsFoundPendingNoLongerFires() {
    assertThat(
            Episode.of(
                List.of(at(1, FIRING, WARNING), at(2, FLAPPING, WARNING), at(8, PENDING, WARNING))))
        .containsExactly(firing(1, 8, WARNING), new Episode(Kind.FLAPPING, 2, 8, null));
  }

  @Test
  void whatOverlapsBelongsTogetherAndDiffersInWhatIsOther() {
    assertThat(differences(firing(10, 20, WARNING), firing(10, 20, WARNING))).isEmpty();
    assertThat(differences(firing(10, 20, WARNING), firing(12, 20, WARNING)))
        .containsExactly(Difference.LATER);
    assertThat(differences(firing(10, 20, WARNING), firing(5, 20, WARNING)))
        .containsExactly(Difference.EARLIER);
    assertThat(differences(firing(10, 20, WARNING), firing(19, 30, CRITICAL)))
        .containsExactly(Difference.LATER, Difference.OTHER_SEVERITY, Difference.OTHER_END);
    assertThat(differences(firing(10, Episode.OPEN, WARNING), firing(10, Episode.OPEN, WARNING)))
        .isEmpty();
    assertThat(differences(firing(10, 20, WARNING), firing(10, Episode.OPEN, WARNING)))
        .containsExactly(Difference.OTHER_END);
  }

  @Test
  void whatOnlyTouchesIsAnotherAlert() {
    List<EpisodePair> pairs = pairs(List.of(firing(1, 5, WARNING)), firing(5, 9, WARNING));
    assertThat(pairs)
        .containsExactly(pair(firing(1, 5, WARNING), null), pair(null, firing(5, 9, WARNING)));
    assertThat(pairs)
        .extracting(EpisodePair::differences)
        .containsExactly(List.of(Difference.FEWER), List.of(Difference.MORE));
  }

  @Test
  void whatLastsNoTimeOverlapsWhereItBegan() {
    assertThat(differences(firing(5, 5, WARNING), firing(5, 9, WARNING)))
        .containsExactly(Difference.OTHER_END);
    assertThat(differences(firing(5, 5, WARNING), firing(5, 5, WARNING))).isEmpty();
    assertThat(pairs(List.of(firing(1, 5, WARNING)), firing(5, 5, WARNING))).hasSize(2);
    assertThat(pairs(List.of(firing(1, 5, WARNING)), firing(3, 3, WARNING))).hasSize(1);
  }

  /** Three short ones take the place of a long one: one is it, two are more. */
  @Test
  void oneBelongsToOneOtherAtMost() {
    Episode longOne = firing(0, 100, CRITICAL);
    Episode[] shortOnes = {
      firing(10, 20, WARNING), firing(30, 40, CRITICAL), firing(90, 110, WARNING)
    };
    assertThat(pairs(List.of(longOne), shortOnes))
        .containsExactly(
            pair(longOne, shortOnes[0]), pair(null, shortOnes[1]), pair(null, shortOnes[2]));
    assertThat(pairs(List.of(shortOnes), longOne))
        .containsExactly(
            pair(shortOnes[0], longOne), pair(shortOnes[1], null), pair(shortOnes[2], null));
  }

  @Test
  void eachEpisodeIsInOnePairing() {
    List<Episode> old =
        List.of(firing(1, 3, WARNING), firing(4, 8, WARNING), firing(20, 30, WARNING));
    Episode[] changed = {firing(2, 5, WARNING), firing(7, 12, WARNING), firing(30, 31, WARNING)};
    List<EpisodePair> pairs = pairs(old, changed);
    assertThat(pairs.stream().map(EpisodePair::old).filter(one -> one != null)).isEqualTo(old);
    assertThat(pairs.stream().map(EpisodePair::changed).filter(one -> one != null))
        .containsExactly(changed);
  }

  @Test
  void aRuleThatSaysTheSameIsEvaluatedOnceForBoth() {
    Rule kept = rule("kept", 28);
    AlertDiff diff =
        new AlertDiff(
            new RuleSet(List.of(kept, rule("gone", 7), rule("other", 1))),
            new RuleSet(List.of(rule("other", 2), kept, rule("new", 1))));
    assertThat(diff.rules().rules()).hasSize(5);
    assertThat(diff.changes())
        .containsExactly(
            Map.entry("gone", Change.REMOVED),
            Map.entry("kept", Change.UNCHANGED),
            Map.entry("new", Change.ADDED),
            Map.entry("other", Change.CHANGED));
    assertThat(diff.rules().rules())
        .allSatisfy(
            rule -> {
              AlertDiff.Owner owner = diff.owner(rule.name());
              assertThat(owner.isOld() && owner.isNew()).isEqualTo(owner.rule().equals("kept"));
            });
  }

  /** One begins 45 s after the other one has ended, but both with the same reading. */
  @Test
  void whatBeganWithTheSameReadingIsOneAlert() {
    Episode atOnce = firing(30, 90, WARNING);
    Episode later = new Episode(Kind.FIRING, 30, 105, 150, WARNING);
    assertThat(differences(atOnce, later)).containsExactly(Difference.LATER, Difference.OTHER_END);
    assertThat(differences(later, atOnce))
        .containsExactly(Difference.EARLIER, Difference.OTHER_END);
    assertThat(differences(firing(30, 90, WARNING), new Episode(Kind.FIRING, 20, 30, 90, WARNING)))
        .isEmpty();
  }

  @Test
  void aRuleWithAnotherNameIsEvaluatedOnceAndNoted() {
    AlertDiff diff =
        new AlertDiff(
            new RuleSet(List.of(rule("hot", 28), rule("cold", 1))),
            new RuleSet(List.of(rule("heat", 28), rule("cold", 1))));
    assertThat(diff.rules().rules()).hasSize(2);
    assertThat(diff.changes())
        .containsExactly(Map.entry("cold", Change.UNCHANGED), Map.entry("heat", Change.RENAMED));
    assertThat(diff.notes())
        .containsExactly(
            new RuleNote(
                "heat",
                Change.RENAMED,
                "heat was hot: to publish it ends what fires under that name, and begins anew"));
  }

  @Test
  void otherTextsAndLabelsAreNoted() {
    Rule plain = rule("hot", 28);
    Rule worded =
        new Rule(
            plain.name(),
            plain.selector(),
            plain.levels(),
            plain.timing(),
            new Annotations(Texts.ofSummary("hot"), Map.of("team", "plant")));
    AlertDiff diff = new AlertDiff(new RuleSet(List.of(plain)), new RuleSet(List.of(worded)));
    assertThat(diff.rules().rules()).hasSize(1);
    assertThat(diff.changes()).containsExactly(Map.entry("hot", Change.REWORDED));
    assertThat(diff.notes())
        .containsExactly(
            new RuleNote(
                "hot",
                Change.REWORDED,
                "hot differs in summary, labels, by which alerts are routed"));
    assertThat(new AlertDiff(new RuleSet(List.of(plain)), new RuleSet(List.of(plain))).notes())
        .isEmpty();
  }

  @Test
  void rulesOfFilesWithOtherSeveritiesAreCompared() {
    String rules = "rules: [{ name: hot, metric: m, levels: { %s: { above: 1 } } }]";
    RuleSet old = parse("severities: [low, disaster]\n", rules, "low");
    RuleSet longer = parse("severities: [low, high, disaster]\n", rules, "low");
    AlertDiff reworded = new AlertDiff(old, longer);
    assertThat(reworded.changes()).containsExactly(Map.entry("hot", Change.REWORDED));
    assertThat(reworded.notes())
        .extracting(RuleNote::sentence)
        .containsExactly("hot differs in the severities of its file");

    RuleSet standard = parse("", rules, "critical");
    AlertDiff changed = new AlertDiff(standard, longer);
    assertThat(changed.changes()).containsExactly(Map.entry("hot", Change.CHANGED));
    assertThat(changed.rules().rules())
        .extracting(rule -> rule.annotations().severities())
        .containsExactlyInAnyOrder(Severities.STANDARD, longer.severities());
  }

  private static RuleSet parse(String severities, String rules, String level) {
    return RuleFile.parse("rules.yaml", severities + rules.formatted(level));
  }

  /** Of equal instants the order in which they were added counts, of others it does not. */
  @Test
  void transitionsComeInAnyOrderOfTime() {
    AlertDiff diff =
        new AlertDiff(
            new RuleSet(List.of(rule("r", 1))), new RuleSet(List.of(rule("r", 2), rule("n", 1))));
    for (Rule rule : diff.rules().rules()) {
      String number = rule.name();
      diff.add(at(number, 9, FIRING, WARNING));
      diff.add(at(number, 9, RESOLVED, WARNING));
      if (!diff.owner(number).rule().equals("n")) {
        diff.add(at(number, diff.owner(number).isOld() ? 3 : 2, FIRING, WARNING));
        diff.add(at(number, 5, RESOLVED, WARNING));
      }
    }
    assertThat(diff.pairs())
        .extracting(one -> one.fromMillis() + " " + one.rule() + " " + one.differences())
        .containsExactly("2 r [EARLIER]", "9 n [MORE]", "9 r []");
  }

  /** The alerts of a rule on a signal have the name of the rule as their metric. */
  @Test
  void rulesOnSignalsAreComparedUnderTheirOwnNames() {
    String text = "rules: [{ name: odd, signal: a - b, levels: { warning: { above: %d } } }]";
    RuleSet old = RuleFile.parse("old.yaml", String.format(text, 3));
    RuleSet changed = RuleFile.parse("new.yaml", String.format(text, 2));
    assertThat(new AlertDiff(old, old).changes()).containsOnly(Map.entry("odd", Change.UNCHANGED));
    AlertDiff diff = new AlertDiff(old, changed);
    assertThat(diff.changes()).containsOnly(Map.entry("odd", Change.CHANGED));
    for (Rule numbered : diff.rules().rules()) {
      String number = numbered.name();
      long millis = diff.owner(number).isOld() ? 3 : 2;
      diff.add(
          Transitions.byReading(
              number,
              new Series("s1", number),
              WARNING,
              FIRING,
              INACTIVE,
              null,
              millis,
              0,
              0,
              millis));
    }
    assertThat(diff.pairs())
        .extracting(one -> one.series() + " " + one.rule() + " " + one.differences())
        .containsExactly("s1/odd odd [EARLIER]");
  }

  private static List<Difference> differences(Episode old, Episode changed) {
    List<EpisodePair> pairs = pairs(List.of(old), changed);
    assertThat(pairs).containsExactly(pair(old, changed));
    assertThat(pairs.get(0).isSame()).isEqualTo(pairs.get(0).differences().isEmpty());
    return pairs.get(0).differences();
  }

  private static List<EpisodePair> pairs(List<Episode> old, Episode... changed) {
    return EpisodePair.of("rule", SERIES, old, List.of(changed));
  }

  private static EpisodePair pair(Episode old, Episode changed) {
    return new EpisodePair("rule", SERIES, old, changed);
  }

  private static Episode firing(long from, long to, Severity severity) {
    return new Episode(Kind.FIRING, from, to, severity);
  }

  private static Episode firing(long from, long to, Map<Severity, Long> reached) {
    return new Episode(Kind.FIRING, from, from, to, new TreeMap<>(reached), Severities.STANDARD);
  }

  private static Rule rule(String name, double limit) {
    return new Rule(name, "m", List.of(Level.above(WARNING, limit)));
  }

  private static Transition at(long millis, AlertState state, Severity severity) {
    return at("rule", millis, state, severity);
  }

  private static Transition at(String rule, long millis, AlertState state, Severity severity) {
    return Transitions.byReading(
        rule, SERIES, severity, state, INACTIVE, null, millis, 0, 0, millis);
  }
}
