package dev.isotherm.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FutureGuardTest {

  private static final long NOON = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();

  private final FutureGuard guard = new FutureGuard(Duration.ofSeconds(5));

  private static Accepted at(long epochMillis) {
    return new Accepted(
        epochMillis, List.of(new Reading(new Series("s", "t"), epochMillis, 1)), List.of());
  }

  @Test
  void passesUpToTheSkewAndNotAMillisecondMore() {
    Accepted edge = at(NOON + 5_000);
    assertThat(guard.check(edge, NOON)).isSameAs(edge);
    assertThat(guard.check(at(NOON + 5_001), NOON))
        .isEqualTo(
            new Rejected(
                RejectionReason.FUTURE_TIMESTAMP,
                "2025-07-01T12:00:05.001Z lies 5001ms after 2025-07-01T12:00:00Z, when the message"
                    + " was written; at most 5s is allowed"));
    assertThat(guard.check(at(NOON + 7_200_000), NOON).toString()).contains(" lies 2h after ");
  }

  @Test
  void thePastAndRejectionsPass() {
    Accepted old = at(-62_135_596_800_000L);
    assertThat(guard.check(old, NOON)).isSameAs(old);
    Rejected rejected = new Rejected(RejectionReason.EMPTY, "nothing");
    assertThat(guard.check(rejected, Long.MIN_VALUE)).isSameAs(rejected);
  }

  @Test
  void holdsAtTheEndsOfTime() {
    assertThat(guard.check(at(NOON), Long.MIN_VALUE)).isInstanceOf(Rejected.class);
    assertThat(guard.check(at(NOON), Long.MAX_VALUE)).isInstanceOf(Accepted.class);
    assertThat(guard.check(at(NOON), Long.MAX_VALUE - 4_999)).isInstanceOf(Accepted.class);
    FutureGuard generous = new FutureGuard(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(generous.check(at(NOON), -1)).isInstanceOf(Accepted.class);
  }

  @Test
  void refusesANegativeSkew() {
    assertThatThrownBy(() -> new FutureGuard(Duration.ofMinutes(-2)))
        .hasMessage("largest clock skew -2min: must not be negative");
  }
}
