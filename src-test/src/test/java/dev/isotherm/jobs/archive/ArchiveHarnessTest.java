package dev.isotherm.jobs.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.isotherm.fixtures.GoldenState;
import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Position;
import dev.isotherm.model.RawMessage;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness may be interrupted while it closes
class ArchiveHarnessTest {

  private static final Series SERIES = new Series("s", "m");
  private static final long MIDNIGHT = Instant.parse("2025-07-02T00:00:00Z").toEpochMilli();
  private static final long JULY_1 = MIDNIGHT / 86_400_000 - 1;

  @Test
  void aMessageBelongsToTheDayOfItsEarliestReadingElseToThatOfItsRecord() {
    Reading[] readings = {
      new Reading(SERIES, MIDNIGHT, 1, Position.ofRecord(3, 10)),
      new Reading(SERIES, MIDNIGHT - 1, 1, Position.ofRecord(3, 10)),
      new Reading(SERIES, MIDNIGHT, 1, Position.ofRecord(3, 13)),
      new Reading(SERIES, -1, 1, Position.ofRecord(3, 14))
    };
    MessageBlock block =
        new MessageBlock(
            3,
            10,
            16,
            ReadingBlocks.of(readings),
            List.of(),
            List.of(),
            List.of(
                raw(10, MIDNIGHT + 1),
                raw(11, MIDNIGHT - 1),
                raw(12, RawMessage.UNTIMED),
                raw(13, 0),
                raw(14, MIDNIGHT),
                raw(15, Long.MAX_VALUE)));
    assertThat(EventDays.of(block))
        .containsExactly(JULY_1, JULY_1, EventDays.UNKNOWN, JULY_1 + 1, -1, EventDays.UNKNOWN);
    assertThat(EventDays.folder(JULY_1)).isEqualTo("date=2025-07-01");
    assertThat(EventDays.folder(EventDays.UNKNOWN)).isEqualTo("date=unknown");
  }

  private static RawMessage raw(long offset, long recordMillis) {
    return new RawMessage("t", 3, offset, recordMillis, null, null, new MessageHeader[0]);
  }

  @Test
  void linesAreCompressedByDayBeforeEachCheckpoint() throws Exception {
    try (var harness = new OneInputStreamOperatorTestHarness<>(new PackMessages())) {
      harness.setup(ArchivePart.TYPE.createSerializer(null));
      harness.open();
      harness.processElement(
          new MessageBlock(
              3,
              1,
              4,
              ReadingBlocks.of(),
              List.of(),
              List.of(),
              List.of(raw(1, MIDNIGHT), raw(2, MIDNIGHT - 1), raw(3, MIDNIGHT))),
          0);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.prepareSnapshotPreBarrier(1);
      assertThat(harness.extractOutputValues())
          .extracting(ArchivePart::epochDay)
          .containsExactly(JULY_1, JULY_1 + 1);
      assertThat(lines(harness.extractOutputValues().get(1))).hasSize(2);
      harness.prepareSnapshotPreBarrier(2);
      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }

  private static List<String> lines(ArchivePart part) throws IOException {
    return new String(
            new ZstdInputStream(new ByteArrayInputStream(part.packed())).readAllBytes(), UTF_8)
        .lines()
        .toList();
  }

  @Test
  void partsAreSentWhenTheyAreOldOrMany() throws Exception {
    try (var harness = buffer()) {
      harness.open();
      harness.setProcessingTime(1_000);
      harness.processElement(part(1, 10), 0);
      harness.setProcessingTime(60_999);
      harness.processElement(part(2, 10), 0);
      harness.prepareSnapshotPreBarrier(1);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.setProcessingTime(61_000);
      harness.prepareSnapshotPreBarrier(2);
      assertThat(harness.extractOutputValues()).hasSize(2);

      harness.processElement(part(1, (int) BufferParts.MOST_BYTES), 0);
      assertThat(harness.extractOutputValues()).hasSize(3);
      // The files of this checkpoint have all that came before it, not a part of it.
      harness.processElement(part(2, 1), 0);
      assertThat(harness.extractOutputValues()).hasSize(3);
      harness.prepareSnapshotPreBarrier(3);
      assertThat(harness.extractOutputValues()).hasSize(4);
      harness.processElement(part(2, 1), 0);
      harness.prepareSnapshotPreBarrier(4);
      assertThat(harness.extractOutputValues()).hasSize(4);
    }
  }

  @Test
  void whatIsNotSentIsStateAndIsSentWithTheNextCheckpoint() throws Exception {
    OperatorSubtaskState state;
    try (var harness = buffer()) {
      harness.open();
      harness.processElement(part(7, 3), 0);
      harness.prepareSnapshotPreBarrier(1);
      state = harness.snapshot(1, 1);
    }
    try (var harness = buffer()) {
      harness.initializeState(state);
      harness.open();
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.prepareSnapshotPreBarrier(2);
      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(part -> assertThat(part.epochDay()).isEqualTo(7))
          .satisfies(part -> assertThat(part.packed()).hasSize(3));
    }
  }

  @Test
  void theEndOfTheInputSendsAll() throws Exception {
    try (var harness = buffer()) {
      harness.open();
      harness.processElement(part(7, 3), 0);
      harness.endInput();
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  private static OneInputStreamOperatorTestHarness<ArchivePart, ArchivePart> buffer()
      throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<>(
            new BufferParts(Duration.ofMinutes(1)), ArchivePart.TYPE.createSerializer(null));
    harness.setup(ArchivePart.TYPE.createSerializer(null));
    return harness;
  }

  private static ArchivePart part(long day, int bytes) {
    return new ArchivePart(day, new byte[bytes]);
  }

  @Test
  void partsKeepTheirForm() throws IOException {
    GoldenState.assertKept(
        "archive-part", ArchivePart.TYPE, new ArchivePart(20_270, new byte[] {1, 2, 3}));
  }
}
