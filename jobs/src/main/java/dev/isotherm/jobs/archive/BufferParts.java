package dev.isotherm.jobs.archive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Collects parts until they are worth a file: 8 MiB, or all of an interval. The sink behind it
 * begins new files with each checkpoint, so that a checkpoint never needs a file that a later one
 * has completed. Until then, the parts are state.
 *
 * <p>All parts are sent together, before a checkpoint: if a message is in the archive, all earlier
 * messages of its partition are. What was restored is sent with the first checkpoint.
 */
final class BufferParts extends AbstractStreamOperator<ArchivePart>
    implements OneInputStreamOperator<ArchivePart, ArchivePart>, BoundedOneInput {

  static final long MOST_BYTES = 8L << 20;

  private static final long serialVersionUID = 1;

  private final long intervalMillis;

  private transient List<ArchivePart> parts;
  private transient ListState<ArchivePart> state;
  private transient long bytes;
  private transient long sinceMillis;

  /** Whether parts have been sent since the last checkpoint: then the next one has all of them. */
  private transient boolean isOpen;

  BufferParts(Duration interval) {
    this.intervalMillis = interval.toMillis();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    parts = new ArrayList<>();
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("parts", ArchivePart.TYPE));
    for (ArchivePart part : state.get()) {
      parts.add(part);
      bytes += part.packed().length;
      isOpen = true;
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    getMetricGroup().gauge("bufferedBytes", (Gauge<Long>) () -> bytes);
  }

  @Override
  public void processElement(StreamRecord<ArchivePart> element) {
    if (parts.isEmpty()) {
      sinceMillis = now();
    }
    parts.add(element.getValue());
    bytes += element.getValue().packed().length;
    if (bytes >= MOST_BYTES) {
      send();
      isOpen = true;
    }
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  private void send() {
    parts.forEach(part -> output.collect(new StreamRecord<>(part)));
    parts.clear();
    bytes = 0;
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (isOpen || (!parts.isEmpty() && now() - sinceMillis >= intervalMillis)) {
      send();
    }
    isOpen = false;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(parts);
  }

  @Override
  public void endInput() {
    send();
  }
}
