package dev.isotherm.jobs.kafka.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Parsing;
import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.parse.mapping.ParseOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class MessageReaderTest {

  private final Records records = new Records();
  private final Told told = new Told();
  private final MessageReader reader =
      new MessageReader(
          records,
          new MessageBlockBuilder(
              ParseOptions.defaults(), Parsing.maxSkew(Duration.ofMinutes(1)), null));

  @Test
  void whatIsThereGoesTogetherEachPartitionByItself() throws Exception {
    records.bring(0, 7, 8, 9);
    records.bring(1, 3);
    records.bring(0, 10);
    assertThat(reader.pollNext(told)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(told.words).containsExactly("p0 7-10 of 0", "p1 3-4 of 1", "p0 10-11 of 0");
    assertThat(told.hasMore).containsExactly(true, true, false);
  }

  @Test
  void aMessageThatComesAloneGoesAtOnce() throws Exception {
    records.bring(0, 7);
    assertThat(reader.pollNext(told)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(told.words).containsExactly("p0 7-8 of 0");
    assertThat(told.hasMore).containsExactly(false);
    assertThat(reader.pollNext(told)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(told.words).hasSize(1);
  }

  @Test
  void nothingThatWasReadIsHeldBackWhenThereIsMore() throws Exception {
    int all = 10_500;
    for (int i = 0; i < all; i++) {
      records.bring(0, i);
    }
    InputStatus status = InputStatus.MORE_AVAILABLE;
    int calls = 0;
    while (status == InputStatus.MORE_AVAILABLE) {
      status = reader.pollNext(told);
      calls++;
      // What a checkpoint would keep is what has gone on.
      assertThat(told.lastOf(0)).isEqualTo(all - records.waiting.size());
    }
    assertThat(calls).isGreaterThan(5);
    assertThat(told.hasMore).endsWith(true, false).containsOnlyOnce(false);
    assertThat(told.lastOf(0)).isEqualTo(all);
  }

  @Test
  void theLastBlockGoesBeforeItsSplitIsGivenBack() throws Exception {
    records.bring(0, 7);
    records.end(0);
    assertThat(reader.pollNext(told)).isEqualTo(InputStatus.END_OF_INPUT);
    assertThat(told.words).containsExactly("p0 7-8 of 0", "release 0");
  }

  /** A partition, and an offset; without one, its end. */
  private record Waiting(int partition, Long offset) {}

  /** As Flink's reader: one record at a time, and a split's output is asked for once. */
  private static final class Records
      implements SourceReader<ConsumerRecord<byte[], byte[]>, KafkaPartitionSplit> {
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<Integer, SourceOutput<ConsumerRecord<byte[], byte[]>>> outputs =
        new HashMap<>();

    void bring(int partition, long... offsets) {
      for (long offset : offsets) {
        waiting.add(new Waiting(partition, offset));
      }
    }

    void end(int partition) {
      waiting.add(new Waiting(partition, null));
    }

    @Override
    public InputStatus pollNext(ReaderOutput<ConsumerRecord<byte[], byte[]>> output) {
      Waiting next = waiting.poll();
      if (next == null) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      String split = Integer.toString(next.partition());
      if (next.offset() == null) {
        output.releaseOutputForSplit(split);
        return InputStatus.END_OF_INPUT;
      }
      byte[] value = "{\"timestamp\":0,\"sensor_id\":\"s\",\"t\":1}".getBytes(UTF_8);
      outputs
          .computeIfAbsent(next.partition(), partition -> output.createOutputForSplit(split))
          .collect(
              new ConsumerRecord<>("t", next.partition(), next.offset(), new byte[0], value), 0);
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public void start() {}

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }

  private static final class Told implements ReaderOutput<MessageBlock> {
    private final List<String> words = new ArrayList<>();
    private final List<Boolean> hasMore = new ArrayList<>();
    private final Map<Integer, Long> last = new HashMap<>();

    long lastOf(int partition) {
      return last.get(partition);
    }

    @Override
    public SourceOutput<MessageBlock> createOutputForSplit(String splitId) {
      return new OfSplit(splitId);
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
      words.add("release " + splitId);
    }

    @Override
    public void collect(MessageBlock block) {
      throw new AssertionError("is of a split");
    }

    @Override
    public void collect(MessageBlock block, long millis) {
      throw new AssertionError("is of a split");
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    private final class OfSplit implements SourceOutput<MessageBlock> {
      private final String split;

      OfSplit(String split) {
        this.split = split;
      }

      @Override
      public void collect(MessageBlock block) {
        assertThat(block.readings().messages()).isPositive();
        assertThat(block.firstOffset())
            .isEqualTo(last.getOrDefault(block.partition(), block.firstOffset()));
        last.put(block.partition(), block.nextOffset());
        hasMore.add(block.readings().hasMore());
        words.add(
            String.format(
                "p%d %d-%d of %s",
                block.partition(), block.firstOffset(), block.nextOffset(), split));
      }

      @Override
      public void collect(MessageBlock block, long millis) {
        throw new AssertionError("a block has no instant");
      }

      @Override
      public void emitWatermark(Watermark watermark) {}

      @Override
      public void markIdle() {}

      @Override
      public void markActive() {}
    }
  }
}
