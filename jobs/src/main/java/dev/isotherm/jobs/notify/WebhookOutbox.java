package dev.isotherm.jobs.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isotherm.model.Transition;
import dev.isotherm.wire.JsonLinesWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The transitions that are still to be sent to a webhook, one request each. Transitions of one
 * alert are sent in their order. Alerts take turns, so that an alert that changes often does not
 * delay the others.
 *
 * <p>The number of transitions is bounded. Beyond the bound only the latest transition of each
 * alert is kept; if there are more alerts than that, one of each.
 */
final class WebhookOutbox implements Outbox<Transition> {

  static final int MOST = 10_000;

  private final int bound;

  /** In the order in which alerts are sent next; no queue is empty. */
  private final Map<AlertKey, Deque<Transition>> byAlert = new LinkedHashMap<>();

  private int size;
  private long dropped;

  WebhookOutbox() {
    this(MOST);
  }

  WebhookOutbox(int bound) {
    this.bound = bound;
  }

  @Override
  public void accept(Transition transition, long nowMillis) {
    if (size >= bound && size > byAlert.size()) {
      byAlert.values().forEach(this::keepLatest);
    }
    Deque<Transition> waiting =
        byAlert.computeIfAbsent(AlertKey.of(transition), any -> new ArrayDeque<>(2));
    if (size >= bound) {
      drop(waiting.size());
      waiting.clear();
    }
    waiting.addLast(transition);
    size++;
  }

  private void keepLatest(Deque<Transition> waiting) {
    Transition last = waiting.getLast();
    drop(waiting.size() - 1);
    waiting.clear();
    waiting.addLast(last);
  }

  private void drop(int count) {
    dropped += count;
    size -= count;
  }

  @Override
  public List<Transition> next(int most, long nowMillis) {
    return byAlert.values().stream().limit(1).map(Deque::getFirst).toList();
  }

  @Override
  public long idleMillis(long nowMillis) {
    return Long.MAX_VALUE;
  }

  /** A transition that is sent again after a crash or a lost response has the same key. */
  @Override
  public Post post(List<Transition> batch, long nowMillis) {
    Transition transition = batch.get(0);
    return new Post(
        new String(JsonLinesWriter.of(transition), UTF_8),
        Map.of("Idempotency-Key", transition.id()));
  }

  @Override
  public void delivered(List<Transition> batch, long nowMillis) {
    batch.forEach(this::remove);
  }

  @Override
  public void refused(Transition one, long nowMillis) {
    remove(one);
  }

  private void remove(Transition transition) {
    AlertKey key = AlertKey.of(transition);
    Deque<Transition> waiting = byAlert.get(key);
    if (waiting == null || !transition.equals(waiting.getFirst())) {
      return; // it was replaced by a later one during the request
    }
    waiting.removeFirst();
    size--;
    byAlert.remove(key);
    if (!waiting.isEmpty()) {
      byAlert.put(key, waiting);
    }
  }

  /** A refused transition is not lost: it is in the topic. */
  @Override
  public boolean isRefusal(int status) {
    return status >= 400 && status < 500 && status != 408 && status != 429;
  }

  @Override
  public int mostAtOnce() {
    return 1;
  }

  @Override
  public List<Transition> contents() {
    return byAlert.values().stream().flatMap(Deque::stream).toList();
  }

  @Override
  public void restore(Transition one) {
    accept(one, 0);
  }

  @Override
  public int waiting() {
    return size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long dropped() {
    return dropped;
  }
}
