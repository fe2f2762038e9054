package dev.isotherm.flow.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.ReadingBlocks;
import dev.isotherm.fixtures.RecordedMetrics;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.mapping.ParseOptions;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class MessageOperatorHarnessTest {

  private static final Series SERIES = new Series("boiler", "temperature");

  private final RecordedMetrics metrics = new RecordedMetrics();

  @Test
  void messagesPartIntoReadingsAndRejections() throws Exception {
    Reading first = new Reading(SERIES, 7, 21);
    Reading second = new Reading(new Series("boiler", "humidity"), 7, 40);
    Rejection rejection = rejection(RejectionReason.NOT_JSON);
    Rejection empty = rejection(RejectionReason.EMPTY);
    try (var harness =
        open(
            new SplitAcceptedAndRejected(Map.of(), Set.of()),
            IngestTypes.MESSAGE_BLOCK,
            IngestTypes.READING_BLOCK)) {
      ReadingBlock readings = ReadingBlocks.of(first, second);
      ReadingBlock none = ReadingBlocks.of();
      harness.processElement(
          new MessageBlock(0, 0, 3, readings, List.of(rejection), List.of(), List.of()), 99);
      harness.processElement(
          new MessageBlock(0, 3, 5, none, List.of(empty, empty), List.of(), List.of()), 99);
      assertThat(harness.extractOutputValues())
          .extracting(ReadingBlocks::readings)
          .containsExactly(List.of(first, second));
      assertThat(rejected(harness)).hasSize(3).contains(rejection);
      assertCounted(harness, 5, 2, 2);
    }
    assertThat(metrics.counter("rejected")).isEqualTo(3);
    assertThat(metrics.counter("rejected EMPTY")).isEqualTo(2);
    assertThat(metrics.counter("rejected NOT_JSON")).isEqualTo(1);
    assertThat(metrics.counter("rejected NO_SENSOR")).isZero();
  }

  @Test
  void linesBecomeReadingsOrRejectionsWithTheirPlaceInTheFile() throws Exception {
    FileParsers parsers =
        new FileParsers(ParseOptions.defaults(), FileParsers.Layout.defaults(), InstantBounds.NONE);
    byte[] content = "21\n\nwarm\r\n22\nNaN\nafter".getBytes(UTF_8);
    LineBlock block =
        new LineBlock(
            "2025-07-01.txt",
            0,
            FileDialect.byName("2025-07-01.txt"),
            new byte[0],
            1000,
            content,
            content.length - "after".length(),
            7);
    try (var harness =
        open(new ParseLines(parsers), IngestTypes.LINE_BLOCK, IngestTypes.READING_BLOCK)) {
      harness.processElement(block, 0);
      assertThat(harness.extractOutputValues()).hasSize(1);
      ReadingBlock readings = harness.extractOutputValues().get(0);
      assertThat(readings.messages()).isEqualTo(2);
      assertThat(readings.count()).isEqualTo(2);
      assertThat(readings.values()).startsWith(21.0, 22.0);
      assertThat(rejected(harness)).hasSize(2);
      Rejection warm = rejected(harness).get(0);
      assertThat(warm.reason()).isEqualTo(RejectionReason.NOT_A_NUMBER);
      assertThat(warm.source()).isEqualTo("2025-07-01.txt");
      assertThat(warm.position()).isEqualTo(1004);
      assertThat(warm.raw()).isEqualTo("warm".getBytes(UTF_8));
      assertThat(warm.key()).isNull();
      assertCounted(harness, 4, 2, 2);
      assertThat(total(harness, "fileBytes")).isEqualTo(7);
    }
    assertThat(metrics.counter("rejected NOT_A_NUMBER")).isEqualTo(1);
    assertThat(metrics.counter("rejected NOT_FINITE")).isEqualTo(1);
  }

  private void assertCounted(
      OneInputStreamOperatorTestHarness<?, ?> harness,
      long messages,
      long accepted,
      long readings) {
    assertThat(metrics.counter("messages")).isEqualTo(messages);
    assertThat(metrics.counter("accepted")).isEqualTo(accepted);
    assertThat(metrics.counter("readings")).isEqualTo(readings);
    assertThat(total(harness, "messages")).isEqualTo(messages);
    assertThat(total(harness, "accepted")).isEqualTo(accepted);
    assertThat(total(harness, "readings")).isEqualTo(readings);
  }

  private static long total(OneInputStreamOperatorTestHarness<?, ?> harness, String name) {
    return harness.getOperator().getRuntimeContext().getLongCounter(name).getLocalValuePrimitive();
  }

  private static List<Rejection> rejected(OneInputStreamOperatorTestHarness<?, ?> harness) {
    Queue<StreamRecord<Rejection>> rejected = harness.getSideOutput(IngestTypes.REJECTED);
    return rejected.stream().map(StreamRecord::getValue).toList();
  }

  private static Rejection rejection(RejectionReason reason) {
    return new Rejection(reason, "is bad", "t-0", 7, new byte[] {1}, null, new MessageHeader[0]);
  }

  private <T, O> OneInputStreamOperatorTestHarness<T, O> open(
      OneInputStreamOperator<T, O> operator, TypeInformation<T> type, TypeInformation<O> outType)
      throws Exception {
    OneInputStreamOperatorTestHarness<T, O> harness =
        new OneInputStreamOperatorTestHarness<>(
            operator, type.createSerializer(new SerializerConfigImpl()), metrics.environment(1, 0));
    harness.setup(outType.createSerializer(new SerializerConfigImpl()));
    harness.open();
    return harness;
  }
}
