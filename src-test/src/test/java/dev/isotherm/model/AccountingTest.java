package dev.isotherm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountingTest {

  private static final Map<RejectionReason, Long> REJECTED = Map.of(RejectionReason.EMPTY, 1L);

  @Test
  void saysInHowManyWindowsReadingsAreWhereThatIsMoreThanOne() {
    assertThat(new Accounting(61, 60, REJECTED, 60, 40, 20))
        .hasToString(
            "61 messages = 60 accepted + 1 rejected (EMPTY 1); 60 readings = 40 aggregated + 20"
                + " late");
    assertThat(new Accounting(61, 60, REJECTED, 60, 280, 20, 5))
        .hasToString(
            "61 messages = 60 accepted + 1 rejected (EMPTY 1); 60 readings \u00d7 5 windows = 280"
                + " aggregated + 20 late");
  }

  @Test
  void implausibleReadingsAreInNoWindow() {
    Accounting counts =
        new Accounting(61, 60, REJECTED, 60, 255, 20, 5).withImplausible(3).withDuplicates(2);
    assertThat(counts.addsUp()).isTrue();
    assertThat(counts.withImplausible(4).addsUp()).isFalse();
    assertThat(counts.withImplausible(2).withBuffered(1).addsUp()).isTrue();
    assertThat(counts.withImplausible(0).withDuplicates(0).withBuffered(5).toString())
        .endsWith(" = 255 aggregated + 20 late + 25 buffered");
    assertThat(counts.plus(Accounting.ofImplausible(1)).implausible()).isEqualTo(4);
    assertThat(counts.withWindowsPerReading(5)).isEqualTo(counts);
    assertThat(counts)
        .hasToString(
            "61 messages = 60 accepted + 1 rejected (EMPTY 1); 60 readings \u00d7 5 windows = 255"
                + " aggregated + 20 late + 15 implausible + 10 duplicates");
  }

  @Test
  void eachReadingCountsOnceForEachOfItsWindows() {
    assertThat(new Accounting(61, 60, REJECTED, 60, 280, 20, 5).addsUp()).isTrue();
    assertThat(new Accounting(61, 60, REJECTED, 60, 280, 19, 5).addsUp()).isFalse();
    assertThat(new Accounting(61, 60, REJECTED, 60, 280, 20, 4).addsUp()).isFalse();
    assertThat(new Accounting(60, 60, REJECTED, 60, 280, 20, 5).addsUp()).isFalse();
    assertThatThrownBy(() -> new Accounting(61, 60, REJECTED, 60, 280, 20, 0))
        .hasMessage("windows per reading 0: must be at least 1");
  }
}
