package dev.isotherm.jobs.kafka.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.jobs.commands.rules.PublishedRulesCommand;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.Selector;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.wire.RuleStatusRecord;
import dev.isotherm.wire.RuleStatusRecord.ValidationResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RuleRecordValidatorTest {

  private static final String RULES =
      "rules:\n  - name: hot # a comment\n    metric: temperature\n    levels: { warning: { above:"
          + " 28 } }\n";
  private static final long WRITTEN = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();

  private final List<RuleRecordValidator.Entry> entries = new ArrayList<>();
  private RuleRecordValidator log =
      new RuleRecordValidator(
          new StreamAbilities(Set.of(Selector.Source.READINGS), false, false), List.of());

  @Test
  void publishedRulesAreReadBack() {
    RuleSet rules = RuleFile.parse("rules", RULES);
    ProducerRecord<byte[], byte[]> published =
        RuleRecord.toPublish("rules", WRITTEN + 1, rules.fingerprint(), RULES);
    assertThat(new String(published.key(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"effective_from\":\"2025-07-01T12:00:00.001Z\",\"version\":\""
                + rules.fingerprint()
                + "\"}");
    RuleRecordValidator.Entry entry =
        validate(
            new String(
                published.headers().lastHeader(RuleRecord.EFFECTIVE_FROM).value(),
                StandardCharsets.UTF_8),
            published.value());
    assertThat(entry.version().rules()).isEqualTo(rules);
    assertThat(entry.version().effectiveFromMillis()).isEqualTo(WRITTEN + 1);
    assertThat(entry.result())
        .isEqualTo(new ValidationResult("t-0:0", WRITTEN + 1, rules.fingerprint(), List.of()));
    assertThat(entries.get(0).published().text()).isEqualTo(RULES);
  }

  @Test
  void windowsThatNoRuleHadAtTheStartAreRejected() {
    RuleSet first =
        RuleFile.parse(
            "rules.yaml",
            "rules: [{ name: own, metric: t, on: averages, window: 5m, noDataAfter: 5m }]");
    String rules = "rules: [{ name: n, metric: t, on: averages, window: 5m, noDataAfter: 9m }]\n";
    StreamAbilities abilities =
        new StreamAbilities(
            Set.of(Selector.Source.READINGS, Selector.Source.WINDOWS),
            Set.copyOf(RuleSetHistory.of(first).ownWindows()),
            false,
            false);
    log = new RuleRecordValidator(abilities, List.of());
    assertThat(validate(null, rules).version()).isNotNull();
    log = new RuleRecordValidator(abilities, List.of());
    assertThat(validate(null, rules.replace("window: 5m", "window: 1h")).result().errors())
        .containsExactly(
            "t-0:1: rule n: window 1h: must be one of 5min for this stream, which was started"
                + " without a rule with such windows and computes no averages of them");
    log =
        new RuleRecordValidator(
            new StreamAbilities(Set.of(Selector.Source.READINGS), false, false), List.of());
    assertThat(validate(null, rules).result().errors())
        .containsExactly(
            "t-0:2: rule n: window 5min: must be left out for this stream, which was started"
                + " without a rule with such windows and computes no averages of them");
  }

  @Test
  void rulesThatNeedABaselineAreRejectedByAStreamWithoutOne() {
    Set<Selector.Source> sources = Set.of(Selector.Source.READINGS, Selector.Source.SIGNALS);
    String rules =
        "rules: [{ name: odd, signal: deviation(t), levels: { warning: { above: 3 } } }]\n";
    log = new RuleRecordValidator(new StreamAbilities(sources, true, false), List.of());
    assertThat(validate(null, rules).result().errors())
        .containsExactly(
            "t-0:0: rule odd: deviation(t) needs a baseline; this stream was started without"
                + " --baseline");
    log = new RuleRecordValidator(new StreamAbilities(sources, false, true), List.of());
    assertThat(validate(null, rules).version()).isNotNull();
  }

  @Test
  void rulesThatNeedASensorTableAreRejectedByAStreamWithoutOne() {
    String rules = "rules: [{ name: hot, metric: t, levels: { warning: { above: limit.hot } } }]\n";
    assertThat(validate(null, rules).result().errors())
        .containsExactly(
            "t-0:0: rule hot: limit.hot needs a sensor table; this stream was started without"
                + " --sensors");
    log =
        new RuleRecordValidator(
            new StreamAbilities(Set.of(Selector.Source.READINGS), true, false), List.of());
    assertThat(validate(null, rules).version()).isNotNull();
  }

  @Test
  void withoutHeaderRulesBecomeActive5SecondsAfterTheRecordTimestamp() {
    assertThat(validate(null, RULES).version().effectiveFromMillis()).isEqualTo(WRITTEN + 5_000);
  }

  @Test
  void everyErrorNamesItsSource() {
    assertThat(validate(null, "rules:\n  - metric: m\n    holdFor: 5 m\n").result().errors())
        .contains("t-0:0:2: name: is required")
        .hasSizeGreaterThan(1);
    assertThat(validate("tomorrow", RULES).result().errors())
        .containsExactly(
            "t-0:1: header isotherm.effective-from tomorrow: must be an instant such as"
                + " 2025-07-01T12:00:00Z");
    assertThat(validate("+1000000000-12-31T23:59:59Z", RULES).result().isAccepted()).isFalse();
    assertThat(validate(null, (byte[]) null).result().errors())
        .containsExactly("t-0:3: has no value; the versions stay");
    assertThat(validate(null, new byte[] {(byte) 0xff}).result().errors())
        .containsExactly("t-0:4: is not UTF-8");
    assertThat(validate(null, "").result().isAccepted()).isFalse();
    assertThat(validate(null, "[".repeat(100_000)).result().isAccepted()).isFalse();
  }

  @Test
  void aRecordWithoutAValueNamesTheVersionThatItDeletes() {
    RuleSet rules = RuleFile.parse("rules", RULES);
    byte[] key = RuleRecord.toPublish("rules", WRITTEN, rules.fingerprint(), RULES).key();
    RuleRecord record = RuleRecord.of(new ConsumerRecord<>("t", 0, 7, key, (byte[]) null));
    assertThat(log.validate(record).result().errors())
        .containsExactly(
            "t-0:7: has no value; if the topic is compacted, it deletes version "
                + rules.fingerprint()
                + " from 2025-07-01T12:00:00Z, whose file must be published again");
  }

  @Test
  void aVersionThatIsNoLongerThereIsLost() {
    ValidationResult accepted = new ValidationResult("t-0:7", 7, "f", List.of());
    RuleSet rules = RuleFile.parse("rules", RULES);
    ValidationResult present = new ValidationResult("t-0:8", 8, rules.fingerprint(), List.of());
    assertThat(
            LostVersions.of(
                List.of(accepted, present),
                List.of(new RuleSetVersion(7, rules), new RuleSetVersion(8, rules))))
        .containsExactly(accepted);
    assertThat(LostVersions.sentence("t", accepted))
        .isEqualTo(
            "--rules-topic t: version f from 1970-01-01T00:00:00.007Z was accepted, and is no"
                + " longer there; publish its file again: isotherm rules publish FILE --at"
                + " 1970-01-01T00:00:00.007Z");
  }

  @Test
  void acceptsOnlyTheFirstRulesOfAnInstant() {
    String instant = "2025-07-01T12:00:05Z";
    String none = "rules: []\n";
    assertThat(validate(instant, RULES).result().isAccepted()).isTrue();
    assertThat(validate(instant, RULES).result().isAccepted()).as("the same again").isTrue();
    List<String> errors =
        List.of(
            "t-0:2: effective from 2025-07-01T12:00:05Z: must be another instant than that of"
                + " version "
                + RuleFile.parse("rules", RULES).fingerprint());
    assertThat(validate(instant, none).result().errors()).isEqualTo(errors);
    log =
        new RuleRecordValidator(
            new StreamAbilities(Set.of(Selector.Source.READINGS), false, false), log.accepted());
    entries.remove(2);
    assertThat(validate(instant, none).result().errors()).as("after a restart").isEqualTo(errors);
    assertThat(validate("2025-07-01T12:00:04Z", none).result().isAccepted()).isTrue();
  }

  @Test
  void aStatusRecordIsReadBack() {
    for (ValidationResult result :
        List.of(
            new ValidationResult("t-0:7", WRITTEN, "v", List.of()),
            new ValidationResult("t-0:8", WRITTEN, null, List.of("one \"fault\"", "two")))) {
      assertThat(RuleStatusRecord.read(new RuleStatusRecord("g", result).line()))
          .isEqualTo(new RuleStatusRecord("g", result));
    }
    assertThat(
            new String(
                new RuleStatusRecord(
                        "g", new ValidationResult("t-0:8", WRITTEN, null, List.of("a", "b")))
                    .line(),
                StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"version\":null,\"effective_from\":\"2025-07-01T12:00:00Z\",\"status\":\"rejected\","
                + "\"faults\":[\"a\",\"b\"],\"group\":\"g\",\"source\":\"t-0:8\"}");
  }

  @Test
  void publishedShowsVersionsAndTheActiveFile() {
    validate("2025-07-01T12:00:00Z", "rules: []\n");
    validate("2025-07-01T13:00:00Z", RULES);
    validate("2025-07-01T14:00:00Z", "rules: []\n");
    validate(null, "?");
    String text = PublishedRulesCommand.text("t", entries, WRITTEN + 3_600_000);
    String version = RuleFile.parse("rules", RULES).fingerprint();
    String none = RuleSet.NONE.fingerprint();
    assertThat(text)
        .startsWith(
            "# from 2025-07-01T12:00:00Z: version "
                + none
                + "\n# from 2025-07-01T13:00:00Z: version "
                + version
                + ", in force\n# from 2025-07-01T14:00:00Z: version "
                + none
                + ", to come\n# from 2025-07-01T12:00:05Z: rejected: t-0:3:")
        .endsWith("\n" + RULES);
    assertThat(RuleFile.parse("shown", text).fingerprint()).isEqualTo(version);
    assertThat(PublishedRulesCommand.text("t", entries, WRITTEN - 1))
        .endsWith("# t: no version is in force; a stream's own --rules are\n");
  }

  private RuleRecordValidator.Entry validate(String effectiveFrom, String text) {
    return validate(effectiveFrom, text.getBytes(StandardCharsets.UTF_8));
  }

  private RuleRecordValidator.Entry validate(String effectiveFrom, byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    if (effectiveFrom != null) {
      headers.add(RuleRecord.EFFECTIVE_FROM, effectiveFrom.getBytes(StandardCharsets.UTF_8));
    }
    RuleRecord record =
        RuleRecord.of(
            new ConsumerRecord<>(
                "t",
                0,
                entries.size(),
                WRITTEN,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                value,
                headers,
                Optional.empty()));
    RuleRecordValidator.Entry entry = log.validate(record);
    entries.add(entry);
    return entry;
  }
}
