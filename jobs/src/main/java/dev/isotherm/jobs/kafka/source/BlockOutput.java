package dev.isotherm.jobs.kafka.source;

import dev.isotherm.flow.ingest.MessageBlock;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Collects records in blocks and emits the blocks to the output of their split. */
final class BlockOutput implements ReaderOutput<ConsumerRecord<byte[], byte[]>> {

  private final MessageBlockBuilder blocks;
  private ReaderOutput<MessageBlock> out;

  /** The output of the current block. */
  private SourceOutput<MessageBlock> split;

  BlockOutput(MessageBlockBuilder blocks) {
    this.blocks = blocks;
  }

  void setOutput(ReaderOutput<MessageBlock> next) {
    out = next;
  }

  /**
   * Emits the current block, if any.
   *
   * @param hasMore whether more records are available at once
   */
  void flush(boolean hasMore) {
    if (!blocks.isEmpty()) {
      split.collect(blocks.take(hasMore));
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> message, SourceOutput<MessageBlock> to) {
    if (split != to) {
      flush(true);
      split = to;
    }
    blocks.add(message);
    if (blocks.isFull()) {
      flush(true);
    }
  }

  @Override
  public SourceOutput<ConsumerRecord<byte[], byte[]>> createOutputForSplit(String splitId) {
    return new OfSplit(out.createOutputForSplit(splitId));
  }

  @Override
  public void releaseOutputForSplit(String splitId) {
    flush(false);
    out.releaseOutputForSplit(splitId);
  }

  @Override
  public void collect(ConsumerRecord<byte[], byte[]> message) {
    add(message, out);
  }

  @Override
  public void collect(ConsumerRecord<byte[], byte[]> message, long writtenMillis) {
    add(message, out);
  }

  @Override
  public void emitWatermark(Watermark watermark) {
    flush(false);
    out.emitWatermark(watermark);
  }

  @Override
  public void markIdle() {
    flush(false);
    out.markIdle();
  }

  @Override
  public void markActive() {
    out.markActive();
  }

  private final class OfSplit implements SourceOutput<ConsumerRecord<byte[], byte[]>> {
    private final SourceOutput<MessageBlock> to;

    OfSplit(SourceOutput<MessageBlock> to) {
      this.to = to;
    }

    @Override
    public void collect(ConsumerRecord<byte[], byte[]> message) {
      add(message, to);
    }

    @Override
    public void collect(ConsumerRecord<byte[], byte[]> message, long writtenMillis) {
      add(message, to);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      flush(false);
      to.emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
      flush(false);
      to.markIdle();
    }

    @Override
    public void markActive() {
      to.markActive();
    }
  }
}
