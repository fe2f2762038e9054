package dev.isotherm.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.baseline.Slots.By;
import dev.isotherm.model.Series;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaselineTest {

  private static final Series BOILER = new Series("boiler", "temperature");
  private static final Series OTHER = new Series("boiler", "pressure");
  private static final Slots HOURS = new Slots(By.HOUR_OF_DAY, ZoneOffset.UTC);

  @Test
  void knowsWhatIsUsualInTheSlotOfAnInstant() {
    Baseline baseline =
        new Baseline(
            HOURS,
            28,
            List.of(learned(OTHER, 3, 7), learned(BOILER, 13, 60), learned(BOILER, 2, 50)));
    Instant afternoon = Instant.parse("2025-07-01T13:59:59Z");
    assertThat(baseline.of(BOILER, afternoon)).hasValue(usual(60));
    assertThat(baseline.of(BOILER, afternoon.plusSeconds(1))).isEmpty();
    assertThat(baseline.of(new Series("x", "y"), afternoon)).isEmpty();
    assertThat(baseline.ofSensor("boiler").at("pressure", 3 * 3_600_000L)).hasValue(usual(7));
    assertThat(baseline.ofSensor("boiler").at("temperature", 0)).isEmpty();
    assertThat(baseline.series()).containsExactly(OTHER, BOILER);
    assertThat(baseline.learned())
        .containsExactly(learned(OTHER, 3, 7), learned(BOILER, 2, 50), learned(BOILER, 13, 60));
  }

  /** A stream continues with the baseline of this fingerprint only: it must never change. */
  @Test
  void hasAFingerprintOfAllThatWasLearned() {
    LearnedSlot one = learned(BOILER, 13, 60);
    LearnedSlot other = learned(OTHER, 2, 7.5);
    Baseline baseline = new Baseline(HOURS, 28, List.of(one, other));
    List<String> lines = new ArrayList<>();
    CanonicalForm.write(baseline, lines::add);
    assertThat(lines)
        .startsWith("baseline/1", "by=hour-of-day", "zone=Z", "days=28", "sensor=boiler")
        .endsWith(
            "metric=temperature", "13=10 0x1.ep5 0x1.0p1 0x1.ep5 0x1.ep5 0x1.ep5 0x1.ep5 0x1.ep5")
        .hasSize(10);
    assertThat(baseline.fingerprint()).isEqualTo("c882f075-d433-3e16-8bff-af74c86eeea9");
    assertThat(new Baseline(HOURS, 28, List.of(other, one)).fingerprint())
        .isEqualTo(baseline.fingerprint());
    assertThat(
            List.of(
                new Baseline(HOURS, 27, List.of(one, other)),
                new Baseline(HOURS, 28, List.of(one)),
                new Baseline(HOURS, 28, List.of(one, learned(OTHER, 3, 7.5))),
                new Baseline(new Slots(By.NONE, ZoneOffset.UTC), 28, List.of()),
                Baseline.EMPTY))
        .extracting(Baseline::fingerprint)
        .doesNotHaveDuplicates()
        .doesNotContain(baseline.fingerprint());
  }

  @Test
  void refuses() {
    LearnedSlot one = learned(BOILER, 13, 60);
    assertThatThrownBy(() -> new Baseline(HOURS, 28, List.of(one, one)))
        .hasMessage("boiler/temperature: has slot 13 twice");
    assertThatThrownBy(() -> new Baseline(HOURS, 0, List.of(one)))
        .hasMessage("days 0: must be from 1 to 3660");
    assertThatThrownBy(() -> new Usual(0, 1, 1, Collections.nCopies(5, 1.0)))
        .hasMessage("count 0: must be at least 1");
    assertThatThrownBy(() -> new Usual(1, Double.NaN, 1, Collections.nCopies(5, 1.0)))
        .hasMessage("mean NaN: must be a finite number");
    assertThatThrownBy(() -> new Usual(1, 1, -1, Collections.nCopies(5, 1.0)))
        .hasMessage("stddev -1.0: must be a finite number, and not negative");
    assertThatThrownBy(() -> new Usual(1, 1, 1, List.of(1.0))).hasMessage("has 1 percentiles");
    assertThatThrownBy(() -> new Usual(1, 1, 1, Collections.nCopies(5, Double.NaN)))
        .hasMessage("p5 NaN: must be a finite number");
  }

  private static LearnedSlot learned(Series series, int slot, double mean) {
    return new LearnedSlot(series, slot, usual(mean));
  }

  private static Usual usual(double mean) {
    return new Usual(10, mean, 2, Collections.nCopies(5, mean));
  }
}
