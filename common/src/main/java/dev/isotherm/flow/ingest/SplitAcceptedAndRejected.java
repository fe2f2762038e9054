package dev.isotherm.flow.ingest;

import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.state.StreamIdentity;
import dev.isotherm.parse.ReadingBlock;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sends readings and rejections of messages that the source has parsed to separate outputs. It is
 * chained to the source, so it checks the {@link StreamIdentity} before any message is read.
 */
public final class SplitAcceptedAndRejected extends MessageOperator<MessageBlock, ReadingBlock>
    implements BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final Map<String, String> settings;

  private transient StreamIdentity identity;
  private transient ReadPositions positions;
  private transient LeftOutLog leftOut;
  private transient boolean ended;

  /**
   * Begins or continues a stream.
   *
   * @param settings the options that determine its results, see {@link StreamIdentity}
   */
  public SplitAcceptedAndRejected(Map<String, String> settings) {
    this.settings = new TreeMap<>(settings);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    identity = new StreamIdentity(context.getOperatorStateStore(), settings);
  }

  @Override
  public void open() throws Exception {
    super.open();
    positions = new ReadPositions();
    leftOut = new LeftOutLog(getMetricGroup(), getRuntimeContext());
  }

  @Override
  public void processElement(StreamRecord<MessageBlock> element) {
    MessageBlock block = element.getValue();
    positions.read(block.partition(), block.firstOffset(), block.nextOffset());
    ReadingBlock readings = block.readings();
    if (readings.count() > 0) {
      output.collect(new StreamRecord<>(readings));
      countAccepted(readings.messages(), readings.count());
    }
    block.rejections().forEach(this::reject);
    leftOut.add(block.leftOut());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    if (!ended) {
      sendProgress();
    }
  }

  @Override
  public void endInput() {
    leftOut.finish();
    sendProgress();
    ended = true;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    identity.snapshot(ended);
  }

  private void sendProgress() {
    int[] partitions = positions.partitions();
    output.collect(
        ProgressTypes.PROGRESS_PARTS,
        new StreamRecord<>(
            new ProgressPart(
                partitions,
                positions.first(partitions),
                positions.next(partitions),
                takeCounted(),
                ProgressPart.NO_DEADLINES)));
  }
}
