package dev.isotherm.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.Accounting;
import dev.isotherm.model.RejectionReason;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamProgressTest {

  private static final Accounting COUNTS =
      new Accounting(5, 4, Map.of(RejectionReason.EMPTY, 1L), 7, 12, 2, 2);

  @Test
  void whatIsWrittenIsRead() {
    StreamSettings sliding =
        new StreamSettings(
            "1min", "10s", null, "Europe/Berlin", "5s", "time", "id", Set.of("a", "b"), "9s", "r1");
    OffsetRange range = new OffsetRange("t", Map.of(0, 5L), Map.of(0, 9L));
    StreamProgress progress = new StreamProgress("g", sliding, range, 1_000, 900, COUNTS);
    assertThat(StreamProgress.read(progress.line())).isEqualTo(progress);
    assertThat(new String(StreamProgress.key("g"), UTF_8)).isEqualTo("{\"group\":\"g\"}");
  }

  @Test
  void nothingYetIsReadToo() {
    StreamSettings sessions =
        new StreamSettings(null, null, "30s", "UTC", "1min", "t", "s", Set.of(), null, "r");
    StreamProgress none =
        new StreamProgress(
            "g",
            sessions,
            new OffsetRange("t", Map.of(), Map.of()),
            Long.MIN_VALUE,
            Long.MIN_VALUE,
            Accounting.NONE);
    StreamProgress read = StreamProgress.read(none.line());
    assertThat(read.watermarkMillis()).isEqualTo(Long.MIN_VALUE);
    assertThat(read.deadlinesMillis()).isEqualTo(Long.MIN_VALUE);
    assertThat(read.settings()).isEqualTo(sessions);
    assertThat(read.settings().windowing()).hasToString("sessions with gaps of 30s");
    assertThat(read.settings().windowInWords()).isEqualTo("sessions with gaps of 30s");
  }

  @Test
  void aFieldThatCannotBeReadIsNamed() {
    StreamSettings wrong =
        new StreamSettings("soon", null, null, "UTC", "1min", "t", "s", Set.of(), null, "r");
    assertThatThrownBy(wrong::windowing).hasMessageStartingWith("window soon: must be hour, day");
    assertThatThrownBy(() -> StreamProgress.read("{\"group\":\"g\"}".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is missing");
  }
}
