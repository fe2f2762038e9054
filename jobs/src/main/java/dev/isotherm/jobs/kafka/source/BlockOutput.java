package dev.isotherm.jobs.kafka.source;

import dev.isotherm.flow.ingest.MessageBlock;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Collects records in blocks and emits the blocks to the output of their split. There is one output
 * of the reader and one of each split; all of them add to the current block of the reader.
 */
final class BlockOutput implements ReaderOutput<ConsumerRecord<byte[], byte[]>> {

  private final MessageBlockBuilder blocks;

  /** The output of the reader, which holds the current block; this one itself for the reader. */
  private final BlockOutput reader;

  private SourceOutput<MessageBlock> out;

  /** The output of the reader that creates those of its splits; only in the reader's. */
  private ReaderOutput<MessageBlock> splits;

  /** The output of the current block; only in the reader's. */
  private SourceOutput<MessageBlock> current;

  BlockOutput(MessageBlockBuilder blocks) {
    this.blocks = blocks;
    this.reader = this;
  }

  private BlockOutput(BlockOutput reader, SourceOutput<MessageBlock> out) {
    this.blocks = reader.blocks;
    this.reader = reader;
    this.out = out;
  }

  void setOutput(ReaderOutput<MessageBlock> next) {
    out = next;
    splits = next;
  }

  /**
   * Emits the current block, if any.
   *
   * @param hasMore whether more records are available at once
   */
  void flush(boolean hasMore) {
    if (!blocks.isEmpty()) {
      reader.current.collect(blocks.take(hasMore));
    }
  }

  @Override
  public SourceOutput<ConsumerRecord<byte[], byte[]>> createOutputForSplit(String splitId) {
    return new BlockOutput(this, splits.createOutputForSplit(splitId));
  }

  @Override
  public void releaseOutputForSplit(String splitId) {
    flush(false);
    splits.releaseOutputForSplit(splitId);
  }

  @Override
  public void collect(ConsumerRecord<byte[], byte[]> message) {
    if (reader.current != out) {
      flush(true);
      reader.current = out;
    }
    blocks.add(message);
    if (blocks.isFull()) {
      flush(true);
    }
  }

  @Override
  public void collect(ConsumerRecord<byte[], byte[]> message, long writtenMillis) {
    collect(message);
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
}
