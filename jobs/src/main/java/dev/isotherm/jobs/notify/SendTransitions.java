package dev.isotherm.jobs.notify;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.model.Transition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Sends transitions to every receiver, and keeps in state what is not delivered yet. It runs with
 * parallelism 1, so that each alert has one history. It never waits for a receiver: other threads
 * make the requests.
 *
 * <p>If transitions are published with checkpoints, they are also sent only then. Until the
 * checkpoint is complete they are in a state of their own.
 */
final class SendTransitions<T> extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<Transition, Void> {

  private static final long serialVersionUID = 1;

  private final List<Receiver> receivers;
  private final SerializableSupplier<Outbox<T>> outboxes;
  private final TypeInformation<T> type;
  private final boolean afterCheckpoint;

  private transient ListState<T> state;
  private transient List<NotificationSender<T>> senders;
  private transient ListState<Transition> incompleteState;
  private transient List<Transition> sinceCheckpoint;
  private transient NavigableMap<Long, List<Transition>> incomplete;

  SendTransitions(
      List<Receiver> receivers,
      SerializableSupplier<Outbox<T>> outboxes,
      TypeInformation<T> type,
      boolean afterCheckpoint) {
    this.receivers = new ArrayList<>(receivers);
    this.outboxes = outboxes;
    this.type = type;
    this.afterCheckpoint = afterCheckpoint;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("outbox", type));
    incompleteState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("incomplete", AlertTypes.TRANSITION));
  }

  @Override
  public void open() throws Exception {
    super.open();
    senders = new ArrayList<>();
    sinceCheckpoint = new ArrayList<>();
    incomplete = new TreeMap<>();
    InstantSource clock = InstantSource.system();
    for (Receiver receiver : receivers) {
      Outbox<T> outbox = outboxes.get();
      HttpSender http = new HttpSender(receiver, outbox::isRefusal, HttpSender.TIMEOUT, clock);
      String name = receiver.toString();
      NotificationSender<T> sender =
          new NotificationSender<>(name, outbox, http, clock, new Backoff(new Random()));
      for (T restored : state.get()) {
        sender.restore(restored);
      }
      register(sender, getMetricGroup().addGroup("receiver", name));
      senders.add(sender);
    }
    senders.forEach(NotificationSender::start);
    // The checkpoint that is restored is complete.
    for (Transition transition : incompleteState.get()) {
      accept(transition);
    }
  }

  private static void register(NotificationSender<?> sender, MetricGroup metrics) {
    metrics.gauge("sent", (Gauge<Long>) sender::sent);
    metrics.gauge("failed", (Gauge<Long>) sender::failed);
    metrics.gauge("refused", (Gauge<Long>) sender::refused);
    metrics.gauge("leftOut", (Gauge<Long>) sender::dropped);
    metrics.gauge("waiting", (Gauge<Long>) sender::waiting);
    metrics.gauge("live", (Gauge<Long>) sender::size);
  }

  @Override
  public void processElement(StreamRecord<Transition> element) {
    if (afterCheckpoint) {
      sinceCheckpoint.add(element.getValue());
    } else {
      accept(element.getValue());
    }
  }

  private void accept(Transition transition) {
    for (NotificationSender<T> sender : senders) {
      sender.requireAlive();
      sender.accept(transition);
    }
  }

  /** Also while no alert changes: an alert that fires must be sent again and again. */
  @Override
  public void processWatermark(Watermark mark) throws Exception {
    senders.forEach(NotificationSender::requireAlive);
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    senders.forEach(NotificationSender::requireAlive);
  }

  /**
   * All receivers share one state: after a restore, a receiver may get again what it already has.
   */
  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    Set<T> all = new LinkedHashSet<>();
    senders.forEach(sender -> all.addAll(sender.contents()));
    state.update(new ArrayList<>(all));
    if (!sinceCheckpoint.isEmpty()) {
      incomplete.put(context.getCheckpointId(), sinceCheckpoint);
      sinceCheckpoint = new ArrayList<>();
    }
    incompleteState.update(incomplete.values().stream().flatMap(List::stream).toList());
  }

  /** A checkpoint that was not completed is part of the next one that is. */
  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    NavigableMap<Long, List<Transition>> complete = incomplete.headMap(checkpointId, true);
    complete.values().forEach(transitions -> transitions.forEach(this::accept));
    complete.clear();
  }

  @Override
  public void close() throws Exception {
    if (senders != null) {
      senders.forEach(NotificationSender::close);
    }
    super.close();
  }
}
