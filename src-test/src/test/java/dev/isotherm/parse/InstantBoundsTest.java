package dev.isotherm.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.Parsing;
import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import dev.isotherm.parse.time.InstantSyntax;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstantBoundsTest {

  private static final long NOON = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();
  private static final long EARLIEST = InstantSyntax.DEFAULT_EARLIEST_MILLIS;

  private final InstantBounds bounds = Parsing.maxSkew(Duration.ofSeconds(5));

  private static Accepted at(long epochMillis) {
    return new Accepted(
        epochMillis, List.of(new Reading(new Series("s", "t"), epochMillis, 1)), List.of());
  }

  @Test
  void passesUpToTheSkewAndNotAMillisecondMore() {
    Accepted edge = at(NOON + 5_000);
    assertThat(bounds.check(edge, NOON)).isSameAs(edge);
    assertThat(bounds.check(at(NOON + 5_001), NOON))
        .isEqualTo(
            new Rejected(
                RejectionReason.FUTURE_TIMESTAMP,
                "2025-07-01T12:00:05.001Z lies 5001 ms after 2025-07-01T12:00:00Z, when the message"
                    + " was written; at most 5s is allowed (--max-clock-skew)"));
    assertThat(bounds.check(at(NOON + 7_200_000), NOON).toString()).contains(" lies 2 h after ");
    assertThat(bounds.check(at(NOON + 213 * 86_400_000L + 17), NOON).toString())
        .contains(" lies 213 days after ");
  }

  @Test
  void nothingLiesBeforeTheEarliestInstant() {
    InstantBounds since2000 =
        new InstantBounds(EARLIEST, InstantBounds.ANY_SKEW, InstantBounds.Reference.RECORD);
    Accepted edge = at(EARLIEST);
    assertThat(since2000.check(edge, NOON)).isSameAs(edge);
    assertThat(since2000.check(at(12_500), NOON))
        .isEqualTo(
            new Rejected(
                RejectionReason.PAST_TIMESTAMP,
                "1970-01-01T00:00:12.500Z lies before 2000-01-01T00:00:00Z; --earliest accepts"
                    + " earlier instants"));
    assertThat(since2000.check(at(EARLIEST - 1), NOON)).isInstanceOf(Rejected.class);
    assertThat(since2000.check(at(4_294_967_295_000L), NOON)).isInstanceOf(Accepted.class);
  }

  @Test
  void thePastAndRejectionsPass() {
    Accepted old = at(-62_135_596_800_000L);
    assertThat(bounds.check(old, NOON)).isSameAs(old);
    Rejected rejected = new Rejected(RejectionReason.EMPTY, "nothing");
    assertThat(bounds.check(rejected, Long.MIN_VALUE)).isSameAs(rejected);
  }

  /** Containers and archives may set 1970 or 1980; then nothing would be left of the file. */
  @Test
  void aFileWhoseDateIsNotBelievableHasNoFuture() {
    InstantBounds ofFiles =
        new InstantBounds(EARLIEST, Duration.ofDays(1), InstantBounds.Reference.FILE);
    assertThat(ofFiles.check(at(NOON), 1_000)).isInstanceOf(Accepted.class);
    assertThat(ofFiles.check(at(NOON), EARLIEST).toString())
        .contains("FUTURE_TIMESTAMP")
        .contains(
            "when the file was last changed; at most 1d is allowed (--max-clock-skew; none if that"
                + " date is wrong)");
    InstantBounds ofRecords =
        new InstantBounds(EARLIEST, Duration.ofDays(1), InstantBounds.Reference.RECORD);
    assertThat(ofRecords.check(at(NOON), 1_000).toString()).contains("FUTURE_TIMESTAMP");
  }

  @Test
  void holdsAtTheEndsOfTime() {
    assertThat(bounds.check(at(NOON), Long.MIN_VALUE)).isInstanceOf(Rejected.class);
    assertThat(bounds.check(at(NOON), Long.MAX_VALUE)).isInstanceOf(Accepted.class);
    assertThat(bounds.check(at(NOON), Long.MAX_VALUE - 4_999)).isInstanceOf(Accepted.class);
    InstantBounds generous = Parsing.maxSkew(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(generous.check(at(NOON), -1)).isInstanceOf(Accepted.class);
  }

  @Test
  void refusesANegativeSkew() {
    assertThatThrownBy(() -> Parsing.maxSkew(Duration.ofMinutes(-2)))
        .hasMessage("largest clock skew -2min: must not be negative");
  }
}
