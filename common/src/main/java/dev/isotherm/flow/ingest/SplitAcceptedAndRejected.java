package dev.isotherm.flow.ingest;

import dev.isotherm.flow.progress.ProgressPart;
import dev.isotherm.flow.progress.ProgressTypes;
import dev.isotherm.flow.progress.SoughtNames;
import dev.isotherm.flow.state.StreamIdentity;
import dev.isotherm.parse.ReadingBlock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
  private final Set<String> sought;

  private transient StreamIdentity identity;
  private transient ReadPositions positions;
  private transient LeftOutLog leftOut;
  private transient SoughtNames names;
  private transient boolean ended;

  /**
   * Begins or continues a stream.
   *
   * @param settings the options that determine its results, see {@link StreamIdentity}
   * @param metrics names of metrics that should occur, see {@link SoughtNames}
   */
  public SplitAcceptedAndRejected(Map<String, String> settings, Set<String> metrics) {
    this.settings = new TreeMap<>(settings);
    this.sought = new TreeSet<>(metrics);
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
    names = new SoughtNames("metric");
    names.seek(sought.stream().map(SplitAcceptedAndRejected::nameOf).toList());
  }

  @Override
  public void processElement(StreamRecord<MessageBlock> element) {
    MessageBlock block = element.getValue();
    positions.read(block.partition(), block.firstOffset(), block.nextOffset());
    ReadingBlock readings = block.readings();
    if (readings.count() > 0) {
      if (!names.areAllFound()) {
        noteMetrics(readings);
      }
      output.collect(new StreamRecord<>(readings));
      countAccepted(readings.messages(), readings.count());
    }
    block.rejections().forEach(this::reject);
    leftOut.add(block.leftOut());
  }

  private void noteMetrics(ReadingBlock readings) {
    String last = null;
    for (int i = 0; i < readings.count(); i++) {
      String metric = readings.series()[i].metric();
      if (!metric.equals(last)) {
        names.found(nameOf(metric));
        last = metric;
      }
    }
  }

  private static String nameOf(String metric) {
    return "metric " + metric;
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
            names
                .addTo(
                    new ProgressPart(
                        partitions,
                        positions.first(partitions),
                        positions.next(partitions),
                        takeCounted(),
                        ProgressPart.NO_DEADLINES))
                .withLeftOut(leftOut.take())));
  }
}
