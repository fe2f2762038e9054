package dev.isotherm.jobs.archive;

import dev.isotherm.flow.ingest.MessageBlock;
import dev.isotherm.model.RawMessage;
import dev.isotherm.wire.ArchiveLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
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

  private transient Map<Long, ByteArrayOutputStream> linesByDay;
  private transient int bytes;
  private transient Counter archived;

  @Override
  public void open() throws Exception {
    super.open();
    linesByDay = new TreeMap<>();
    archived = getMetricGroup().counter("archived");
  }

  @Override
  public void processElement(StreamRecord<MessageBlock> element) throws IOException {
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
    byte[] line = ArchiveLine.of(message);
    ByteArrayOutputStream lines =
        linesByDay.computeIfAbsent(day, key -> new ByteArrayOutputStream());
    lines.writeBytes(line);
    lines.write('\n');
    bytes += line.length + 1;
    archived.inc();
  }

  private void send() throws IOException {
    for (Map.Entry<Long, ByteArrayOutputStream> lines : linesByDay.entrySet()) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream(1 << 12);
      try (OutputStream gzip = new FastGzip(packed)) {
        lines.getValue().writeTo(gzip);
      }
      output.collect(new StreamRecord<>(new ArchivePart(lines.getKey(), packed.toByteArray())));
    }
    linesByDay.clear();
    bytes = 0;
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    send();
  }

  @Override
  public void endInput() throws Exception {
    send();
  }

  /** The level that costs the stream least. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
