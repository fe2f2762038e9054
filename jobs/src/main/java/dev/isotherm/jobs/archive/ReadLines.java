package dev.isotherm.jobs.archive;

import dev.isotherm.flow.ingest.MessageCounters;
import dev.isotherm.model.RawMessage;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.dialect.RefusedFileException;
import dev.isotherm.wire.ArchiveLine;
import dev.isotherm.wire.OffsetRange;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an archive. The offsets go to a side output, in runs, with their first offset
 * as timestamp.
 */
final class ReadLines extends AbstractStreamOperator<RawMessage>
    implements OneInputStreamOperator<LineBlock, RawMessage>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final @Nullable OffsetRange range;

  private transient @Nullable RawMessage first;
  private transient long next;
  private transient LongCounter fileBytes;

  /**
   * Reads a part of an archive.
   *
   * @param range the messages to read; {@code null} for all
   */
  ReadLines(@Nullable OffsetRange range) {
    this.range = range;
  }

  @Override
  public void open() throws Exception {
    super.open();
    fileBytes = new LongCounter();
    getRuntimeContext().addAccumulator(MessageCounters.FILE_BYTES, fileBytes);
  }

  @Override
  public void processElement(StreamRecord<LineBlock> element) {
    LineBlock block = element.getValue();
    int begin = 0;
    for (int i = 0; i < block.length(); i++) {
      if (block.bytes()[i] == '\n') {
        read(block, begin, i);
        begin = i + 1;
      }
    }
    if (begin < block.length()) {
      read(block, begin, block.length());
    }
    fileBytes.add(block.fileBytes());
  }

  private void read(LineBlock block, int begin, int end) {
    RawMessage message;
    try {
      message = ArchiveLine.read(block.bytes(), begin, end - begin);
    } catch (IllegalArgumentException damaged) {
      throw new RefusedFileException(
          block.source(),
          "has a line, at byte %d of its content, that is not of an archive of a stream (%s)"
              .formatted(block.position() + begin, damaged.getMessage()));
    }
    if (range != null
        && !(range.topic().equals(message.topic())
            && range.contains(message.partition(), message.offset()))) {
      return;
    }
    note(message);
    output.collect(new StreamRecord<>(message));
  }

  private void note(RawMessage message) {
    if (first == null
        || message.offset() != next
        || message.partition() != first.partition()
        || !message.topic().equals(first.topic())) {
      sendRun();
      first = message;
    }
    next = message.offset() + 1;
  }

  private void sendRun() {
    if (first != null) {
      OffsetRun run =
          new OffsetRun(
              first.topic(), first.partition(), first.offset(), next, first.recordMillis());
      output.collect(OffsetRun.TAG, new StreamRecord<>(run, run.from()));
    }
  }

  @Override
  public void endInput() {
    sendRun();
    first = null;
  }
}
