package dev.isotherm.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FileProgressLineTest {

  private static final long BYTES = 2_000_000_000;

  private final FileProgressLine pace = new FileProgressLine(BYTES);

  private void observe(double seconds, long bytes, long messages) {
    pace.observe(Math.round(seconds * Duration.ofSeconds(1).toNanos()), bytes, messages);
  }

  @Test
  void saysNothingBeforeASecondOfReading() {
    assertThat(pace.line()).isEmpty();
    observe(0, 0, 0);
    observe(3, 0, 0);
    assertThat(pace.line()).isEmpty();
    observe(3.9, 200_000_000, 2_000_000);
    assertThat(pace.line()).isEmpty();
    observe(4, 200_000_000, 2_000_000);
    assertThat(pace.line()).hasValue("10% of 2.0 GB is read; 2,000,000 messages/s; 9s left");
  }

  @Test
  void goesByThePaceOfTheLastTenSeconds() {
    observe(0, 0, 0);
    for (int second = 1; second <= 30; second++) {
      observe(second, second * 10_000_000L, second * 100_000L);
    }
    assertThat(pace.line()).hasValue("15% of 2.0 GB is read; 100,000 messages/s; 2min 50s left");
    for (int second = 31; second <= 40; second++) {
      observe(second, 300_000_000 + (second - 30) * 100_000L, 3_000_000 + (second - 30) * 1_000L);
    }
    assertThat(pace.line()).hasValue("15% of 2.0 GB is read; 1,000 messages/s; 4h 43min left");
  }

  @Test
  void knowsNoTimeLeftWhileNothingMoves() {
    observe(0, 0, 0);
    observe(1, 500, 5);
    observe(12, 500, 5);
    observe(13, 500, 5);
    assertThat(pace.line()).hasValue("0% of 2.0 GB is read; 0 messages/s");
  }

  @Test
  void roundsTheTimeLeftUpAndTheShareDown() {
    observe(0, 0, 0);
    observe(10, BYTES - 1_000_100, 1);
    assertThat(pace.line()).hasValue("99% of 2.0 GB is read; 0 messages/s; 1s left");
  }

  @Test
  void promisesNothingOfWhatComesAfterReading() {
    observe(0, 0, 0);
    observe(10, BYTES, 20);
    assertThat(pace.line()).hasValue("all of 2.0 GB is read; results are being completed");
  }

  @Test
  void allButAHeaderIsAll() {
    observe(0, 0, 0);
    observe(10, BYTES - 100, 20);
    assertThat(pace.line()).hasValueSatisfying(line -> assertThat(line).startsWith("all of "));
  }

  @Test
  void namesBytesWithThreeDigitsAtMost() {
    assertThat(total(999)).isEqualTo("999 B");
    assertThat(total(1_000)).isEqualTo("1.0 kB");
    assertThat(total(999_949)).isEqualTo("999.9 kB");
    assertThat(total(999_950)).isEqualTo("1.0 MB");
    assertThat(total(1_234_567_890_123L)).isEqualTo("1.2 TB");
  }

  private static String total(long bytes) {
    FileProgressLine pace = new FileProgressLine(bytes);
    pace.observe(0, 0, 0);
    pace.observe(Duration.ofSeconds(1).toNanos(), bytes, 1);
    return pace.line().orElseThrow().replaceAll("all of | is read.*", "");
  }
}
