package dev.isotherm.jobs.kafka.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.jobs.commands.rules.PublishedRulesCommand;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.wire.RuleStatusRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RuleLogTest {

  private static final String RULES =
      "rules:\n  - name: hot # a comment\n    metric: temperature\n    levels: { warning: { above:"
          + " 28 } }\n";
  private static final long WRITTEN = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();

  private final List<RulesTopic.Entry> entries = new ArrayList<>();
  private RuleLog log = new RuleLog(false);

  @Test
  void whatIsPublishedIsReadAsItWas() {
    RuleSet rules = RuleFile.parse("rules", RULES);
    ProducerRecord<byte[], byte[]> published =
        RuleRecord.toPublish("rules", WRITTEN + 1, rules.fingerprint(), RULES);
    assertThat(new String(published.key(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"effective_from\":\"2025-07-01T12:00:00.001Z\",\"version\":\""
                + rules.fingerprint()
                + "\"}");
    RuleLog.Judged judged =
        judge(
            new String(
                published.headers().lastHeader(RuleRecord.EFFECTIVE_FROM).value(),
                StandardCharsets.UTF_8),
            published.value());
    assertThat(judged.version().rules()).isEqualTo(rules);
    assertThat(judged.version().effectiveFromMillis()).isEqualTo(WRITTEN + 1);
    assertThat(judged.verdict())
        .isEqualTo(new RuleStatusRecord("t-0:0", WRITTEN + 1, rules.fingerprint(), List.of()));
    assertThat(entries.get(0).published().text()).isEqualTo(RULES);
  }

  @Test
  void withoutAHeaderARecordHasALeadFromWhenItWasWritten() {
    assertThat(judge(null, RULES).version().effectiveFromMillis()).isEqualTo(WRITTEN + 5_000);
  }

  @Test
  void whatIsWrongIsSaidWithItsPlace() {
    assertThat(judge(null, "rules:\n  - metric: m\n    holdFor: 5 m\n").verdict().faults())
        .contains("t-0:0:2: name: is needed")
        .hasSizeGreaterThan(1);
    assertThat(judge("tomorrow", RULES).verdict().faults())
        .containsExactly(
            "t-0:1: header isotherm.effective-from tomorrow: must be an instant such as"
                + " 2025-07-01T12:00:00Z");
    assertThat(judge("+1000000000-12-31T23:59:59Z", RULES).verdict().isAccepted()).isFalse();
    assertThat(judge(null, (byte[]) null).verdict().faults())
        .containsExactly("t-0:3: has no value; a version that was published stays");
    assertThat(judge(null, new byte[] {(byte) 0xff}).verdict().faults())
        .containsExactly("t-0:4: is not UTF-8");
    assertThat(judge(null, "").verdict().isAccepted()).isFalse();
    assertThat(judge(null, "[".repeat(100_000)).verdict().isAccepted()).isFalse();
  }

  @Test
  void ofRulesWithOneInstantTheFirstCount() {
    String instant = "2025-07-01T12:00:05Z";
    String none = "rules: []\n";
    assertThat(judge(instant, RULES).verdict().isAccepted()).isTrue();
    assertThat(judge(instant, RULES).verdict().isAccepted()).as("the same again").isTrue();
    List<String> faults =
        List.of(
            "t-0:2: effective from 2025-07-01T12:00:05Z: must be another instant than that of"
                + " version "
                + RuleFile.parse("rules", RULES).fingerprint());
    assertThat(judge(instant, none).verdict().faults()).isEqualTo(faults);
    log = new RuleLog(false, log.accepted());
    entries.remove(2);
    assertThat(judge(instant, none).verdict().faults()).as("after a restart").isEqualTo(faults);
    assertThat(judge("2025-07-01T12:00:04Z", none).verdict().isAccepted()).isTrue();
  }

  @Test
  void aVerdictIsReadAsItWas() {
    for (RuleStatusRecord verdict :
        List.of(
            new RuleStatusRecord("t-0:7", WRITTEN, "v", List.of()),
            new RuleStatusRecord("t-0:8", WRITTEN, null, List.of("one \"fault\"", "two")))) {
      assertThat(RuleStatusRecord.Answer.read(verdict.line("g")))
          .isEqualTo(new RuleStatusRecord.Answer("g", verdict));
    }
    assertThat(
            new String(
                new RuleStatusRecord("t-0:8", WRITTEN, null, List.of("a", "b")).line("g"),
                StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"version\":null,\"effective_from\":\"2025-07-01T12:00:00Z\",\"status\":\"rejected\","
                + "\"faults\":[\"a\",\"b\"],\"group\":\"g\",\"source\":\"t-0:8\"}");
  }

  @Test
  void publishedShowsVersionsAndTheFileInForce() {
    judge("2025-07-01T12:00:00Z", "rules: []\n");
    judge("2025-07-01T13:00:00Z", RULES);
    judge("2025-07-01T14:00:00Z", "rules: []\n");
    judge(null, "?");
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

  private RuleLog.Judged judge(String effectiveFrom, String text) {
    return judge(effectiveFrom, text.getBytes(StandardCharsets.UTF_8));
  }

  private RuleLog.Judged judge(String effectiveFrom, byte[] value) {
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
    RuleLog.Judged judged = log.judge(record);
    entries.add(new RulesTopic.Entry(record, judged));
    return judged;
  }
}
