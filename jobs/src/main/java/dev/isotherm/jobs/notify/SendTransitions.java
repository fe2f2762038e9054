package dev.isotherm.jobs.notify;

import dev.isotherm.model.Transition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Hands transitions to one delivery per receiver, and keeps what they have not delivered in its
 * state. There is one of it, so that an alert has one history. It waits for no receiver: requests
 * are made by other threads.
 */
final class SendTransitions<T> extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<Transition, Void> {

  private static final long serialVersionUID = 1;

  private final List<Receiver> receivers;
  private final SerializableSupplier<Outbox<T>> outboxes;
  private final TypeInformation<T> type;

  private transient ListState<T> state;
  private transient List<NotificationSender<T>> deliveries;
  private transient List<HttpSender> senders;
  private transient List<SenderThread> couriers;

  SendTransitions(
      List<Receiver> receivers, SerializableSupplier<Outbox<T>> outboxes, TypeInformation<T> type) {
    this.receivers = new ArrayList<>(receivers);
    this.outboxes = outboxes;
    this.type = type;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("outbox", type));
  }

  @Override
  public void open() throws Exception {
    super.open();
    deliveries = new ArrayList<>();
    senders = new ArrayList<>();
    couriers = new ArrayList<>();
    for (Receiver receiver : receivers) {
      Outbox<T> outbox = outboxes.get();
      InstantSource clock = InstantSource.system();
      HttpSender sender = new HttpSender(receiver, outbox::isRefusal, HttpSender.TIMEOUT, clock);
      senders.add(sender);
      String name = receiver.toString();
      NotificationSender<T> delivery =
          new NotificationSender<>(name, outbox, sender::post, clock, new Backoff(new Random()));
      for (T kept : state.get()) {
        delivery.restore(kept);
      }
      deliveries.add(delivery);
      register(delivery, getMetricGroup().addGroup("receiver", name));
      couriers.add(new SenderThread("alerts to " + name, delivery));
    }
    couriers.forEach(SenderThread::start);
  }

  private static void register(NotificationSender<?> delivery, MetricGroup metrics) {
    metrics.gauge("sent", (Gauge<Long>) delivery::sent);
    metrics.gauge("failed", (Gauge<Long>) delivery::failed);
    metrics.gauge("refused", (Gauge<Long>) delivery::refused);
    metrics.gauge("leftOut", (Gauge<Long>) delivery::leftOut);
    metrics.gauge("waiting", (Gauge<Long>) delivery::waiting);
    metrics.gauge("live", (Gauge<Long>) delivery::size);
  }

  @Override
  public void processElement(StreamRecord<Transition> element) {
    for (NotificationSender<T> delivery : deliveries) {
      delivery.accept(element.getValue());
    }
    for (SenderThread courier : couriers) {
      if (!courier.isAlive()) {
        throw new IllegalStateException("a thread that sends alerts has ended");
      }
    }
  }

  /** Receivers differ only in what they can forget: one that does not know it is told once more. */
  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    Set<T> all = new LinkedHashSet<>();
    deliveries.forEach(delivery -> all.addAll(delivery.contents()));
    state.update(new ArrayList<>(all));
  }

  @Override
  public void close() throws Exception {
    if (couriers != null) {
      for (SenderThread courier : couriers) {
        courier.close();
      }
      senders.forEach(HttpSender::close);
    }
    super.close();
  }
}
