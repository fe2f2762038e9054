package dev.isotherm.flow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.KeyPlacement;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.yaml.RuleFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules that change at instants in seconds, as a subtask learns of them. */
class ChangingRulesHarnessTest {

  private static final RuleSet ABOVE_28 = rules("levels: { warning: { above: 28 } }");
  private static final RuleSet ABOVE_20 = rules("levels: { warning: { above: 20 } }");
  private static final RuleSet HELD =
      rules("levels: { warning: { above: 28 } }\n    holdFor: 10s\n    noDataAfter: 60s");
  private static final RuleSet HELD_AND_TOLD =
      rules(
          "levels: { warning: { above: 28 } }\n    holdFor: 10s\n    noDataAfter: 60s\n"
              + "    summary: \"at {{value}}\"");
  private static final RuleSet FLAPS =
      rules("levels: { warning: { above: 28 } }\n    flapping: { transitions: 1, within: 1m }");

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void aReadingIsJudgedByTheRulesOfItsInstantInWhicheverOrderTheyCome() throws Exception {
    ChangingRulesSubtask subtask = begin(ABOVE_28);
    subtask.learn(10, ABOVE_20);
    subtask.read("a", 9, 25);
    subtask.read("a", 10, 25);
    subtask.read("b", 11, 19);
    subtask.read("c", 9, 25);
    subtask.read("c", 11, 25);
    assertThat(subtask.words())
        .containsExactly("10 a INACTIVE > FIRING READING", "11 c INACTIVE > FIRING READING");
    assertThat(subtask.transitions())
        .extracting(Transition::rulesVersion)
        .containsOnly(ABOVE_20.fingerprint());
    assertThat(subtask.ledger()).isEmpty();
  }

  @Test
  void aSilentSeriesComesUnderOtherRulesWithTheWatermark() throws Exception {
    ChangingRulesSubtask subtask = begin(ABOVE_28);
    subtask.read("a", 5, 29);
    subtask.read("calm", 5, 20);
    subtask.learn(10, RuleSet.NONE);
    subtask.watermark(9);
    assertThat(subtask.words()).hasSize(1);
    subtask.watermark(10);
    assertThat(subtask.words())
        .containsExactly("5 a INACTIVE > FIRING READING", "10 a FIRING > RESOLVED RULE_REMOVED");
    assertThat(subtask.transitions())
        .extracting(Transition::rulesVersion)
        .containsExactly(ABOVE_28.fingerprint(), RuleSet.NONE.fingerprint());
    subtask.read("a", 8, 20);
    subtask.read("calm", 8, 20);
    assertThat(subtask.ledger())
        .as("only what could have changed what was said")
        .containsExactly(ChangingRulesSubtask.reading("a", 8, 20));
  }

  @Test
  void whatWasDueBeforeHappensBeforeAndWithTheOldRules() throws Exception {
    ChangingRulesSubtask subtask = begin(HELD);
    subtask.read("a", 5, 29);
    subtask.learn(20, RuleSet.NONE);
    subtask.watermark(30);
    assertThat(subtask.words())
        .containsExactly(
            "5 a INACTIVE > PENDING READING",
            "15 a PENDING > FIRING HOLD_FOR",
            "20 a FIRING > RESOLVED RULE_REMOVED");
    subtask.watermark(1_000);
    assertThat(subtask.words()).hasSize(3);
  }

  @Test
  void aRuleThatMeansTheSameGoesOnAndSaysItsNewSummary() throws Exception {
    ChangingRulesSubtask subtask = begin(HELD);
    subtask.read("a", 5, 29);
    subtask.learn(8, HELD_AND_TOLD);
    subtask.watermark(15);
    assertThat(subtask.words())
        .containsExactly("5 a INACTIVE > PENDING READING", "15 a PENDING > FIRING HOLD_FOR");
    Transition fired = subtask.transitions().get(1);
    assertThat(fired.summary()).isEqualTo("at 29");
    assertThat(fired.sinceMillis()).isEqualTo(5_000);
    assertThat(fired.rulesVersion()).isEqualTo(HELD_AND_TOLD.fingerprint());
  }

  @Test
  void aRuleThatMeansSomethingElseBeginsAnew() throws Exception {
    ChangingRulesSubtask subtask = begin(ABOVE_28);
    subtask.read("a", 5, 29);
    subtask.learn(10, ABOVE_20);
    subtask.read("a", 10, 29);
    assertThat(subtask.words())
        .containsExactly(
            "5 a INACTIVE > FIRING READING",
            "10 a FIRING > RESOLVED RULE_CHANGED",
            "10 a INACTIVE > FIRING READING");
  }

  @Test
  void alertsOfARemovedRuleEndWhereverTheyStand() throws Exception {
    ChangingRulesSubtask subtask = begin(HELD);
    subtask.read("silent", 1, 20);
    subtask.watermark(61);
    subtask.read("firing", 61, 29);
    subtask.watermark(71);
    subtask.read("pending", 72, 29);
    subtask.learn(80, RuleSet.NONE);
    subtask.watermark(80);
    assertThat(subtask.words().subList(4, 7))
        .containsExactlyInAnyOrder(
            "80 silent NO_DATA > RESOLVED RULE_REMOVED",
            "80 firing FIRING > RESOLVED RULE_REMOVED",
            "80 pending PENDING > INACTIVE RULE_REMOVED");
    assertThat(subtask.words()).hasSize(7);
    ChangingRulesSubtask flaps = begin(FLAPS);
    flaps.read("a", 1, 29);
    flaps.read("a", 2, 20);
    flaps.learn(5, RuleSet.NONE);
    flaps.watermark(5);
    assertThat(flaps.words().subList(1, 3))
        .containsExactly("2 a FIRING > FLAPPING FLAPPING", "5 a FLAPPING > RESOLVED RULE_REMOVED");
  }

  @Test
  void aVersionThatComesTooLateTakesEffectRightAfterWhatWasDecided() throws Exception {
    ChangingRulesSubtask subtask = begin(ABOVE_28);
    subtask.read("a", 50, 29);
    subtask.read("b", 50, 29);
    subtask.learn(10, RuleSet.NONE);
    subtask.read("b", 60, 29);
    subtask.watermark(20);
    assertThat(subtask.transitions())
        .extracting(Transition::atMillis)
        .containsExactly(50_000L, 50_000L, 50_001L, 50_001L);
    assertThat(subtask.words().subList(2, 4))
        .containsExactlyInAnyOrder(
            "50 a FIRING > RESOLVED RULE_REMOVED", "50 b FIRING > RESOLVED RULE_REMOVED");
  }

  @Test
  void whatALateReadingBeginsUnderOldRulesEndsWithThem() throws Exception {
    ChangingRulesSubtask subtask = begin(ABOVE_28);
    subtask.read("a", 5, 20);
    subtask.learn(10, RuleSet.NONE);
    subtask.watermark(12);
    subtask.read("a", 8, 29);
    subtask.watermark(13);
    assertThat(subtask.words())
        .containsExactly("8 a INACTIVE > FIRING READING", "10 a FIRING > RESOLVED RULE_REMOVED");
    assertThat(subtask.ledger()).isEmpty();
  }

  @Test
  void severalVersionsAreTakenOverOneAfterTheOther() throws Exception {
    ChangingRulesSubtask subtask = begin(ABOVE_28);
    subtask.learn(20, ABOVE_28);
    subtask.learn(10, RuleSet.NONE);
    subtask.read("a", 5, 29);
    subtask.read("a", 25, 29);
    assertThat(subtask.words())
        .containsExactly(
            "5 a INACTIVE > FIRING READING",
            "10 a FIRING > RESOLVED RULE_REMOVED",
            "25 a INACTIVE > FIRING READING");
  }

  @Test
  void aSeriesThatNoRuleWatchesYetLeavesNoTrace() throws Exception {
    ChangingRulesSubtask subtask = begin(RuleSet.NONE);
    subtask.read("a", 5, 29);
    subtask.read("a", 4, 29);
    assertThat(subtask.harness().numKeyedStateEntries()).isZero();
    subtask.learn(10, ABOVE_28);
    subtask.read("a", 12, 29);
    subtask.read("a", 11, 29);
    assertThat(subtask.words()).containsExactly("12 a INACTIVE > FIRING READING");
    assertThat(subtask.ledger()).containsExactly(ChangingRulesSubtask.reading("a", 11, 29));
  }

  @Test
  void theRulesNeitherHoldTimeBackNorMoveItOn() throws Exception {
    ChangingRulesSubtask subtask = begin(ABOVE_28);
    subtask.harness().processWatermark1(new Watermark(5));
    subtask.harness().processWatermark2(new Watermark(7));
    subtask.harness().processWatermark2(Watermark.MAX_WATERMARK);
    subtask.harness().processWatermarkStatus2(WatermarkStatus.IDLE);
    subtask.harness().processWatermark1(new Watermark(6));
    subtask.harness().processWatermarkStatus1(WatermarkStatus.IDLE);
    assertThat(subtask.harness().getOutput())
        .containsExactly(new Watermark(5), new Watermark(6), WatermarkStatus.IDLE);
  }

  @Test
  void theEndOfTheInputIsNoTime() throws Exception {
    ChangingRulesSubtask subtask = begin(ABOVE_28);
    subtask.read("a", 5, 29);
    subtask.learn(10, RuleSet.NONE);
    subtask.harness().processWatermark1(Watermark.MAX_WATERMARK);
    assertThat(subtask.words()).hasSize(1);
  }

  @Test
  void aRestartKnowsWhatWasPublishedMeanwhile() throws Exception {
    ChangingRulesSubtask before = begin(HELD);
    before.read("a", 5, 29);
    before.read("late", 30, 29);
    ChangingRulesSubtask after =
        begin(
            HELD,
            List.of(new RuleSetVersion(20_000, RuleSet.NONE)),
            before.harness().snapshot(1, 1),
            0,
            1);
    after.watermark(25);
    assertThat(after.words())
        .containsExactlyInAnyOrder(
            "15 a PENDING > FIRING HOLD_FOR",
            "20 a FIRING > RESOLVED RULE_REMOVED",
            "30 late PENDING > INACTIVE RULE_REMOVED");
  }

  @Test
  void aRestartDoesNotTakeOverAgain() throws Exception {
    ChangingRulesSubtask before = begin(ABOVE_28);
    before.learn(10, ABOVE_20);
    before.watermark(12);
    before.read("a", 13, 25);
    before.read("b", 14, 25);
    for (int parallelism = 1; parallelism <= 2; parallelism++) {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < parallelism; i++) {
        OperatorSubtaskState share =
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                before.harness().snapshot(parallelism, 1), 8, 1, parallelism, i);
        ChangingRulesSubtask after =
            begin(ABOVE_28, List.of(new RuleSetVersion(10_000, ABOVE_20)), share, i, parallelism);
        after.watermark(15);
        for (String sensor : List.of("a", "b")) {
          if (KeyPlacement.subtaskOf(ChangingRulesSubtask.series(sensor), parallelism) == i) {
            after.read(sensor, 16, 25);
            after.read(sensor, 17, 20);
          }
        }
        words.addAll(after.words());
      }
      assertThat(words)
          .containsExactlyInAnyOrder(
              "17 a FIRING > RESOLVED READING", "17 b FIRING > RESOLVED READING");
    }
  }

  private ChangingRulesSubtask begin(RuleSet rules) throws Exception {
    return begin(rules, List.of(), null, 0, 1);
  }

  private ChangingRulesSubtask begin(
      RuleSet rules,
      List<RuleSetVersion> published,
      OperatorSubtaskState state,
      int index,
      int parallelism)
      throws Exception {
    ChangingRulesSubtask subtask =
        ChangingRulesSubtask.begin(RuleSetHistory.of(rules), published, state, index, parallelism);
    open.add(subtask.harness());
    return subtask;
  }

  private static RuleSet rules(String fields) {
    return RuleFile.parse(
        "rules", "rules:\n  - name: hot\n    metric: temperature\n    " + fields + "\n");
  }
}
