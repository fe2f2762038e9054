package dev.isotherm.jobs.kafka.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.GoldenState;
import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.alert.RulesUpdate;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.Selector;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class ValidateRuleRecordsHarnessTest {

  private static final RuleSetVersion VERSION = new RuleSetVersion(7, RuleSet.NONE);

  @Test
  void aRestartWithoutAnAcceptedVersionIsRefusedOnce() throws Exception {
    OperatorSubtaskState state;
    try (var harness = open(List.of(), null)) {
      harness.processElement(new RuleRecord("t-0:0", 7, "rules: []", null), 0);
      state = harness.snapshot(1, 1);
    }
    try (var harness = open(List.of(VERSION), state)) {
      assertThat(harness.snapshot(2, 2)).isNotNull();
    }
    assertThatThrownBy(() -> open(List.of(new RuleSetVersion(8, RuleSet.NONE)), state))
        .isInstanceOf(SuppressRestartsException.class)
        .rootCause()
        .hasMessageStartingWith(
            "--rules-topic t: version "
                + RuleSet.NONE.fingerprint()
                + " from 1970-01-01T00:00:00.007Z was accepted, and is no longer there");
  }

  private static OneInputStreamOperatorTestHarness<RuleRecord, RulesUpdate> open(
      List<RuleSetVersion> published, OperatorSubtaskState state) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(
                new ValidateRuleRecords(
                    new StreamAbilities(Set.of(Selector.Source.READINGS), false, false),
                    () -> published,
                    "t")));
    harness.setup(AlertTypes.RULES_UPDATE.createSerializer(new SerializerConfigImpl()));
    harness.initializeState(state);
    harness.open();
    return harness;
  }

  @Test
  void savepointsKeepTheirForm() throws Exception {
    GoldenState.assertKept(
        "validation-result",
        ValidateRuleRecords.RESULT,
        new ValidationResult("t-0:7", 7, null, List.of("one", "two")));
  }
}
