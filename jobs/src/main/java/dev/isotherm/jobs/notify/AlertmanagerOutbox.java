package dev.isotherm.jobs.notify;

import dev.isotherm.model.AlertSeverity;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that one Alertmanager must know: each that fires or has ended recently. Alertmanager
 * requires that clients send them repeatedly. The intervals are those of Prometheus: an alert is
 * repeated every minute, is valid for four minutes, and is repeated for 15 minutes after its end.
 *
 * <p>The size is bounded by the number of alerts that fire or ended within the last 15 minutes, or
 * within the last day if Alertmanager did not get the end.
 */
final class AlertmanagerOutbox implements Outbox<LiveAlert> {

  static final Duration RESEND = Duration.ofMinutes(1);
  static final Duration VALIDITY = RESEND.multipliedBy(4);
  static final Duration RETENTION = Duration.ofMinutes(15);

  /** How long the end of an alert is kept while Alertmanager is unavailable. */
  static final Duration UNDELIVERED_RETENTION = Duration.ofDays(1);

  /** How long an alert that was refused is not sent again. */
  static final Duration AFTER_REFUSAL = RESEND.multipliedBy(10);

  static final int MOST_AT_ONCE = 256;

  private final Map<AlertKey, Map<Map<String, String>, Entry>> byAlert = new HashMap<>();
  private final Set<Entry> changed = new LinkedHashSet<>();

  /** Alerts to send again, with the time in milliseconds at which they were sent, oldest first. */
  private final Map<Entry, Long> repeats = new LinkedHashMap<>();

  /** Refused alerts, with the time in milliseconds of the refusal, oldest first. */
  private final Map<Entry, Long> refused = new LinkedHashMap<>();

  private long sweptMillis;

  /** The current state of an alert with one set of labels. */
  private static final class Entry {
    private @Nullable LiveAlert alert;
  }

  @Override
  public void accept(Transition transition, long nowMillis) {
    AlertKey key = AlertKey.of(transition);
    // With an instant ahead of this clock the alert could start after its end, which is refused.
    long at = Math.min(transition.atMillis(), nowMillis);
    Map<String, String> fires =
        AlertmanagerJson.fires(transition.state()) ? AlertmanagerJson.labels(transition) : Map.of();
    if (transition.reason() == TransitionReason.TAKEN_BACK) {
      rememberUntrue(transition, key, at);
    }
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

  /** What is taken back may have been sent before a crash, which this outbox does not know of. */
  private void rememberUntrue(Transition retraction, AlertKey key, long atMillis) {
    if (!AlertmanagerJson.fires(retraction.previous())) {
      return;
    }
    AlertSeverity severity = retraction.previousSeverity();
    Transition untrue =
        new Transition(
            retraction.rule(),
            retraction.series(),
            severity == null ? retraction.severity() : severity,
            retraction.previous(),
            retraction.state(),
            null,
            retraction.atMillis(),
            Double.NaN,
            Double.NaN,
            retraction.sinceMillis(),
            TransitionReason.TAKEN_BACK,
            0,
            retraction.rulesVersion(),
            retraction.summary(),
            retraction.annotations(),
            retraction.labels(),
            retraction.severities());
    Entry entry = entry(key, AlertmanagerJson.labels(untrue));
    if (entry.alert == null) {
      entry.alert = LiveAlert.firing(untrue, atMillis);
    }
  }

  private Entry entry(AlertKey key, Map<String, String> labels) {
    return byAlert
        .computeIfAbsent(key, any -> new HashMap<>(2))
        .computeIfAbsent(labels, any -> new Entry());
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
    refused
        .entrySet()
        .removeIf(
            one -> {
              boolean over = isOver(one.getValue(), AFTER_REFUSAL, nowMillis);
              if (over) {
                changed.add(one.getKey());
              }
              return over;
            });
    Stream<Entry> due =
        repeats.entrySet().stream()
            .takeWhile(repeat -> isOver(repeat.getValue(), RESEND, nowMillis))
            .map(Map.Entry::getKey);
    return Stream.concat(changed.stream(), due).limit(most).map(entry -> entry.alert).toList();
  }

  /** Also true if the clock was set back to before the start: no alert may wait for ever. */
  private static boolean isOver(long startMillis, Duration pause, long nowMillis) {
    return nowMillis >= startMillis + pause.toMillis() || nowMillis < startMillis;
  }

  /** Runs once per interval, because it visits all alerts. */
  private void sweep(long nowMillis) {
    if (!isOver(sweptMillis, RESEND, nowMillis)) {
      return;
    }
    sweptMillis = nowMillis;
    contents().stream()
        .filter(
            alert ->
                alert.hasEnded()
                    && nowMillis - alert.endSeenMillis() >= UNDELIVERED_RETENTION.toMillis())
        .forEach(this::forget);
  }

  @Override
  public long idleMillis(long nowMillis) {
    long oldest = repeats.isEmpty() ? sweptMillis : repeats.values().iterator().next();
    return Math.max(0, Math.min(sweptMillis, oldest) + RESEND.toMillis() - nowMillis);
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
        continue; // it has changed during the request, and is still to be sent
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
    repeats.remove(entry); // so that it is inserted as the last
    where.put(entry, nowMillis);
  }

  private @Nullable Entry unchanged(LiveAlert alert) {
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
  }

  /** Alertmanager forgets all alerts when it restarts. */
  @Override
  public void recovered() {
    changed.addAll(repeats.keySet());
    repeats.clear();
  }

  /** Other 4xx statuses concern the address or the authorization, not the alerts. */
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
    return byAlert.values().stream()
        .flatMap(entries -> entries.values().stream())
        .map(entry -> entry.alert)
        .toList();
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
    return byAlert.values().stream().mapToInt(Map::size).sum();
  }
}
