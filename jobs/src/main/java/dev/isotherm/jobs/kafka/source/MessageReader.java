package dev.isotherm.jobs.kafka.source;

import dev.isotherm.flow.ingest.MessageBlock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Polls Flink's Kafka reader for all available records and emits them in blocks before anything
 * else can happen in the task, so that a snapshot of a split is always at the end of a block.
 */
@SuppressWarnings("try") // Flink closes the reader and handles interrupts
final class MessageReader implements SourceReader<MessageBlock, KafkaPartitionSplit> {

  /** Polls per call, so that barriers and timers do not wait for long. */
  private static final int MAX_POLLS = 1_000;

  private final SourceReader<ConsumerRecord<byte[], byte[]>, KafkaPartitionSplit> records;
  private final BlockOutput output;

  MessageReader(
      SourceReader<ConsumerRecord<byte[], byte[]>, KafkaPartitionSplit> records,
      MessageBlockBuilder blocks) {
    this.records = records;
    this.output = new BlockOutput(blocks);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<MessageBlock> out) throws Exception {
    output.setOutput(out);
    InputStatus status = records.pollNext(output);
    for (int i = 1; i < MAX_POLLS && status == InputStatus.MORE_AVAILABLE; i++) {
      status = records.pollNext(output);
    }
    output.flush(status == InputStatus.MORE_AVAILABLE);
    return status;
  }

  @Override
  public void start() {
    records.start();
  }

  @Override
  public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
    return records.snapshotState(checkpointId);
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return records.isAvailable();
  }

  @Override
  public void addSplits(List<KafkaPartitionSplit> splits) {
    records.addSplits(splits);
  }

  @Override
  public void notifyNoMoreSplits() {
    records.notifyNoMoreSplits();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    records.handleSourceEvents(event);
  }

  @Override
  public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
    records.pauseOrResumeSplits(toPause, toResume);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    records.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    records.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void close() throws Exception {
    records.close();
  }
}
