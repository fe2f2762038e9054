package dev.isotherm.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.jobs.verify.compare.ComparisonScope;
import dev.isotherm.jobs.verify.job.ComparisonCounts;
import dev.isotherm.jobs.verify.job.Found;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.EarlierRun;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import dev.isotherm.wire.StreamSettings;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class VerificationReportTest {
  private static final OffsetRange READ = new OffsetRange("t", Map.of(0, 0L), Map.of(0, 9L));
  private static final StreamProgress PROGRESS =
      new StreamProgress(
          "g",
          new StreamSettings(
              "1min",
              null,
              null,
              ParseOptions.defaults().withFields("t", "s"),
              "1min",
              null,
              "r",
              null),
          READ,
          Long.MIN_VALUE,
          Long.MIN_VALUE,
          counts(5),
          "job",
          List.of(new EarlierRun(Map.of(0, 0L), Map.of(0, 4L), Long.MIN_VALUE, counts(4))));

  private static Accounting counts(long messages) {
    return new Accounting(messages, messages, Map.of(), messages, messages, 0);
  }

  private static String summary(boolean isReadOnce) {
    return new VerificationReport(
            PROGRESS,
            new ComparisonScope(READ, true, isReadOnce, Long.MIN_VALUE, 0, 0),
            new ComparisonCounts(0, OptionalLong.empty(), 0, 0, 0, 0),
            Found.NONE,
            Found.NONE,
            "")
        .summary();
  }

  @Test
  void countsWhatAllRunsHaveRead() {
    assertThat(summary(true)).endsWith("; 9 messages, 9 readings, 0 entries in the late log");
  }

  @Test
  void saysWhatIsNotComparedAndWhy() {
    assertThat(summary(false))
        .endsWith(
            "; the counts of messages and readings are not compared, because several runs of the"
                + " group have read the same messages");
  }
}
