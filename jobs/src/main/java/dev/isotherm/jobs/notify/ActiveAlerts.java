package dev.isotherm.jobs.notify;

import dev.isotherm.model.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one Alertmanager is to be told: the latest state of every alert that fires or has ended not
 * long ago, again and again, as its contract with clients wants it. Times are those of Prometheus:
 * an alert is repeated every minute, is valid for four, and is repeated for 15 minutes after its
 * end.
 *
 * <p>The size is that of the alerts which fire, and of those that ended within 15 minutes; while
 * Alertmanager cannot be told of an end, within a day.
 */
final class ActiveAlerts implements Outbox<LiveAlert> {

  static final Duration RESEND = Duration.ofMinutes(1);
  static final Duration VALIDITY = RESEND.multipliedBy(4);
  static final Duration RETENTION = Duration.ofMinutes(15);

  /** How long the end of an alert waits for an Alertmanager that is away. */
  static final Duration UNDELIVERED_RETENTION = Duration.ofDays(1);

  /** How long an alert that was refused is left alone. */
  static final Duration AFTER_REFUSAL = RESEND.multipliedBy(10);

  static final int MOST_AT_ONCE = 256;

  private final Map<AlertKey, Map<Map<String, String>, Entry>> byAlert = new HashMap<>();
  private final Set<Entry> changed = new LinkedHashSet<>();

  /** By when they are due, each with when it was put there. */
  private final Map<Entry, Long> repeats = new LinkedHashMap<>();

  private final Map<Entry, Long> refused = new LinkedHashMap<>();
  private int size;
  private long sweptMillis;

  /** An alert with one set of labels; what is known of it can change. */
  private static final class Entry {
    private LiveAlert alert;
  }

  @Override
  public void accept(Transition transition, long nowMillis) {
    AlertKey key = AlertKey.of(transition);
    // An instant ahead of this clock would begin after it ends, which Alertmanager refuses.
    long at = Math.min(transition.atMillis(), nowMillis);
    Map<String, String> fires =
        AlertmanagerJson.fires(transition.state()) ? AlertmanagerJson.labels(transition) : Map.of();
    byAlert
        .getOrDefault(key, Map.of())
        .forEach(
            (labels, entry) -> {
              if (!labels.equals(fires)
                  && !entry.alert.hasEnded()
                  && AlertmanagerJson.ends(entry.alert.cause().state(), transition.state())) {
                change(entry, entry.alert.ended(at, nowMillis));
              }
            });
    if (!fires.isEmpty()) {
      Entry entry = entry(key, fires);
      boolean goesOn = entry.alert != null && !entry.alert.hasEnded();
      change(entry, LiveAlert.firing(transition, goesOn ? entry.alert.startsAtMillis() : at));
    }
  }

  private Entry entry(AlertKey key, Map<String, String> labels) {
    return byAlert
        .computeIfAbsent(key, any -> new HashMap<>(2))
        .computeIfAbsent(
            labels,
            any -> {
              size++;
              return new Entry();
            });
  }

  private void change(Entry entry, LiveAlert alert) {
    entry.alert = alert;
    refused.remove(entry);
    repeats.remove(entry);
    changed.add(entry);
  }

  @Override
  public List<LiveAlert> next(int most, long nowMillis) {
    sweep(nowMillis);
    release(refused, AFTER_REFUSAL, nowMillis);
    List<LiveAlert> batch = new ArrayList<>();
    Iterator<Entry> news = changed.iterator();
    while (batch.size() < most && news.hasNext()) {
      batch.add(news.next().alert);
    }
    for (Map.Entry<Entry, Long> repeat : repeats.entrySet()) {
      if (batch.size() == most || !isOver(repeat.getValue(), RESEND, nowMillis)) {
        break;
      }
      batch.add(repeat.getKey().alert);
    }
    return batch;
  }

  private void release(Map<Entry, Long> held, Duration pause, long nowMillis) {
    Iterator<Map.Entry<Entry, Long>> oldest = held.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Entry, Long> one = oldest.next();
      if (!isOver(one.getValue(), pause, nowMillis)) {
        return;
      }
      oldest.remove();
      changed.add(one.getKey());
    }
  }

  /** Also over if the clock was set back to before it began: nothing may wait for good. */
  private static boolean isOver(long beganMillis, Duration pause, long nowMillis) {
    return nowMillis >= beganMillis + pause.toMillis() || nowMillis < beganMillis;
  }

  /** Once per interval: it looks at all of them. */
  private void sweep(long nowMillis) {
    if (!isOver(sweptMillis, RESEND, nowMillis)) {
      return;
    }
    sweptMillis = nowMillis;
    List<LiveAlert> tooOld = new ArrayList<>();
    for (Map<Map<String, String>, Entry> entries : byAlert.values()) {
      for (Entry entry : entries.values()) {
        if (entry.alert.hasEnded()
            && nowMillis - entry.alert.endSeenMillis() >= UNDELIVERED_RETENTION.toMillis()) {
          tooOld.add(entry.alert);
        }
      }
    }
    tooOld.forEach(this::forget);
  }

  @Override
  public long idleMillis(long nowMillis) {
    long due = sweptMillis + RESEND.toMillis();
    for (Map.Entry<Entry, Long> first : repeats.entrySet()) {
      due = Math.min(due, first.getValue() + RESEND.toMillis());
      break;
    }
    return Math.max(0, due - nowMillis);
  }

  @Override
  public Post post(List<LiveAlert> batch, long nowMillis) {
    return new Post(AlertmanagerJson.array(batch, nowMillis + VALIDITY.toMillis()), Map.of());
  }

  @Override
  public void delivered(List<LiveAlert> batch, long nowMillis) {
    for (LiveAlert alert : batch) {
      Entry entry = unchanged(alert);
      if (entry == null) {
        continue; // it is already another, and still to be sent
      }
      if (alert.hasEnded() && nowMillis - alert.endSeenMillis() >= RETENTION.toMillis()) {
        forget(alert);
      } else {
        settle(entry, repeats, nowMillis);
      }
    }
  }

  @Override
  public void refused(LiveAlert alert, long nowMillis) {
    Entry entry = unchanged(alert);
    if (entry != null) {
      settle(entry, refused, nowMillis);
    }
  }

  private void settle(Entry entry, Map<Entry, Long> where, long nowMillis) {
    changed.remove(entry);
    repeats.remove(entry); // to get behind all others
    where.put(entry, nowMillis);
  }

  private Entry unchanged(LiveAlert alert) {
    Entry entry = byAlert.getOrDefault(AlertKey.of(alert.cause()), Map.of()).get(alert.labels());
    return entry != null && alert.equals(entry.alert) ? entry : null;
  }

  private void forget(LiveAlert alert) {
    AlertKey key = AlertKey.of(alert.cause());
    Map<Map<String, String>, Entry> entries = byAlert.get(key);
    Entry entry = entries.remove(alert.labels());
    changed.remove(entry);
    repeats.remove(entry);
    refused.remove(entry);
    if (entries.isEmpty()) {
      byAlert.remove(key);
    }
    size--;
  }

  /** It forgets all alerts when it restarts. */
  @Override
  public void recovered() {
    changed.addAll(repeats.keySet());
    repeats.clear();
  }

  /** Other statuses, also of the 400s, speak of the address or of who may send to it. */
  @Override
  public boolean isRefusal(int status) {
    return status == 400 || status == 413 || status == 422;
  }

  @Override
  public int mostAtOnce() {
    return MOST_AT_ONCE;
  }

  @Override
  public List<LiveAlert> contents() {
    List<LiveAlert> all = new ArrayList<>(size);
    for (Map<Map<String, String>, Entry> entries : byAlert.values()) {
      entries.values().forEach(entry -> all.add(entry.alert));
    }
    return all;
  }

  @Override
  public void restore(LiveAlert alert) {
    change(entry(AlertKey.of(alert.cause()), alert.labels()), alert);
  }

  @Override
  public int waiting() {
    return changed.size();
  }

  @Override
  public int size() {
    return size;
  }
}
