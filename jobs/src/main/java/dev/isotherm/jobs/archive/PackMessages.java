package dev.isotherm.jobs.archive;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.model.RawMessage;
import dev.isotherm.wire.ArchiveLines;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Writes messages as lines and compresses them, by event day. Everything is sent on before each
 * checkpoint, so there is no state. It is chained to the source: the messages themselves are never
 * serialised.
 */
final class PackMessages extends AbstractStreamOperator<ArchivePart>
    implements OneInputStreamOperator<MessageBlock, ArchivePart>, BoundedOneInput {

  private static final long serialVersionUID = 1;

  /** As many lines as compress well together. More of them would only take memory. */
  private static final int MOST_BYTES = 1 << 20;

  /** The level that costs the stream least. */
  private static final int FASTEST = 1;

  private transient Map<Long, ArchiveLines> linesByDay;
  private transient ZstdCompressCtx zstd;
  private transient int bytes;
  private transient Counter archived;

  @Override
  public void open() throws Exception {
    super.open();
    linesByDay = new TreeMap<>();
    zstd = new ZstdCompressCtx().setLevel(FASTEST).setChecksum(true);
    archived = getMetricGroup().counter("archived");
  }

  @Override
  public void processElement(StreamRecord<MessageBlock> element) {
    MessageBlock block = element.getValue();
    long[] days = EventDays.of(block);
    for (int i = 0; i < days.length; i++) {
      add(days[i], block.raw().get(i));
    }
    if (bytes >= MOST_BYTES) {
      send();
    }
  }

  private void add(long day, RawMessage message) {
    bytes += linesByDay.computeIfAbsent(day, key -> new ArchiveLines()).add(message);
    archived.inc();
  }

  private void send() {
    linesByDay.forEach(
        (day, lines) ->
            output.collect(
                new StreamRecord<>(new ArchivePart(day, zstd.compress(lines.toByteArray())))));
    linesByDay.clear();
    bytes = 0;
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    send();
  }

  @Override
  public void endInput() {
    send();
  }

  @Override
  public void close() throws Exception {
    if (zstd != null) {
      zstd.close();
    }
    super.close();
  }
}
