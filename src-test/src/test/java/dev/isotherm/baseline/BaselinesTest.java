package dev.isotherm.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.model.Series;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaselinesTest {

  private static Baseline of(double mean) {
    return new Baseline(
        new Slots(Slots.By.NONE, ZoneOffset.UTC),
        28,
        List.of(
            new LearnedSlot(
                new Series("s", "m"),
                0,
                new Usual(20, mean, 1, List.of(mean, mean, mean, mean, mean)))));
  }

  private static double mean(Baselines versions, long epochMillis) {
    return versions.ofSensor("s").at("m", epochMillis).map(Usual::mean).orElse(Double.NaN);
  }

  @Test
  void eachVersionIsInForceFromItsInstantUntilTheNext() {
    Baselines versions = new Baselines();
    versions.add(200, of(2));
    versions.add(100, of(1));
    versions.add(300, of(3));
    assertThat(mean(versions, 99)).isNaN();
    assertThat(mean(versions, 100)).isEqualTo(1);
    assertThat(mean(versions, 199)).isEqualTo(1);
    assertThat(mean(versions, 200)).isEqualTo(2);
    assertThat(mean(versions, Long.MAX_VALUE)).isEqualTo(3);
    assertThat(versions.latest().fingerprint()).isEqualTo(of(3).fingerprint());
    assertThat(versions.versions())
        .extracting(Baselines.Version::fromMillis)
        .containsExactly(100L, 200L, 300L);
  }

  @Test
  void whoAskedForASensorSeesVersionsThatComeLater() {
    Baselines versions = Baselines.of(of(1));
    SensorBaseline ofSensor = versions.ofSensor("s");
    assertThat(ofSensor.at("m", 100)).map(Usual::mean).hasValue(1.0);
    versions.add(100, of(2));
    assertThat(ofSensor.at("m", 100)).map(Usual::mean).hasValue(2.0);
    assertThat(ofSensor.at("m", 99)).map(Usual::mean).hasValue(1.0);
  }

  @Test
  void ofTwoVersionsOfOneInstantTheFirstCounts() {
    Baselines versions = new Baselines();
    assertThat(versions.add(100, of(1))).isTrue();
    assertThat(versions.add(100, of(2))).isFalse();
    assertThat(mean(versions, 100)).isEqualTo(1);
  }

  @Test
  void theFingerprintIsThatOfAFileIfThereIsOneVersionFromTheStart() {
    assertThat(Baselines.of(of(1)).fingerprint()).isEqualTo(of(1).fingerprint());
    Baselines later = new Baselines();
    later.add(100, of(1));
    assertThat(later.fingerprint()).isNotEqualTo(of(1).fingerprint());
    Baselines two = Baselines.of(of(1));
    two.add(100, of(2));
    Baselines elsewhen = Baselines.of(of(1));
    elsewhen.add(101, of(2));
    assertThat(two.fingerprint()).isNotEqualTo(elsewhen.fingerprint());
  }
}
