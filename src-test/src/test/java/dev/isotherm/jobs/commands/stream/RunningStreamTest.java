package dev.isotherm.jobs.commands.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.jobs.kafka.ProgressTopic;
import dev.isotherm.model.Accounting;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.wire.OffsetRange;
import dev.isotherm.wire.StreamProgress;
import dev.isotherm.wire.StreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunningStreamTest {
  private static final long WRITTEN = 1_000_000;
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
          new OffsetRange("readings", Map.of(), Map.of()),
          0,
          0,
          Accounting.NONE,
          "job",
          List.of());

  private static Duration watch(Duration interval, long ageMillis) {
    return new RunningStream(
            new ProgressTopic.Last(PROGRESS, WRITTEN, interval.toMillis()), interval)
        .watch(WRITTEN + ageMillis);
  }

  @Test
  void watchesUntilTwoCheckpointsAreMissing() {
    Duration interval = Duration.ofSeconds(10);
    assertThat(watch(interval, 0)).isEqualTo(Duration.ofSeconds(21));
    assertThat(watch(interval, 20_000)).isEqualTo(Duration.ofSeconds(1));
    assertThat(watch(interval, 21_000)).isZero();
    assertThat(watch(interval, 3_600_000)).isZero();
  }

  @Test
  void neverWatchesForMoreThanAMinute() {
    assertThat(watch(Duration.ofMinutes(10), 0)).isEqualTo(Duration.ofMinutes(1));
  }

  /** The clock of the stream may be ahead. */
  @Test
  void aRecordOfTheFutureIsAsGoodAsOneOfNow() {
    assertThat(watch(Duration.ofSeconds(10), -3_600_000)).isEqualTo(Duration.ofSeconds(21));
  }
}
