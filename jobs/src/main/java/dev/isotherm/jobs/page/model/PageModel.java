package dev.isotherm.jobs.page.model;

import dev.isotherm.model.Average;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Severities;
import dev.isotherm.model.Transition;
import dev.isotherm.rules.RuleSetVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the live page shows: the latest windows of each series, the alerts, the latest rejected
 * messages, and the status of the stream. Everything in it is bounded.
 *
 * <p>A browser gets {@link #snapshot} once, and then each {@link #update}. Both say what is, and
 * not what was added, so that an update may be applied twice. Thread-safe.
 */
public final class PageModel {

  private final PageLimits limits;
  private final PageJson json = new PageJson(this);

  /** The series by when they were updated, the one that was updated longest ago first. */
  private final Map<Series, SeriesHistory> histories = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<Integer, SeriesHistory> byId = new HashMap<>();
  private final AlertBook alerts = new AlertBook(PageLimits.ALERTS, PageLimits.SPANS);
  private final Deque<RejectedMessage> rejected = new ArrayDeque<>();
  private List<RuleSetVersion> rules = List.of();
  private String status = "null";
  private @Nullable String problem;
  private long dataMillis = Long.MIN_VALUE;
  private int nextId;
  private long forgottenSeries;
  private long unreadable;
  private @Nullable String firstUnreadable;

  private final Set<SeriesHistory> changed = new LinkedHashSet<>();
  private final List<SeriesHistory> added = new ArrayList<>();
  private final List<Integer> gone = new ArrayList<>();
  private boolean rejectedChanged;
  private boolean headChanged;

  /** Creates an empty model. */
  public PageModel(PageLimits limits) {
    this.limits = limits;
  }

  /** Adds or replaces a window of a series. */
  public synchronized void put(Average average) {
    SeriesHistory history = history(average.series());
    history.put(average);
    changed.add(history);
    advance(average.windowStartMillis()); // the window may end after the latest reading
  }

  /**
   * Says that the data has reached an instant.
   *
   * @param millis in milliseconds since the epoch; {@code Long.MIN_VALUE} for none
   */
  public synchronized void advanceTo(long millis) {
    if (millis > dataMillis) {
      advance(millis);
      headChanged = true;
    }
  }

  /** Removes a window that was withdrawn. */
  public synchronized void withdraw(SeriesWindow window) {
    SeriesHistory history = histories.get(window.series());
    if (history != null && history.remove(window.startMillis())) {
      changed.add(history);
    }
  }

  /** Adds a transition of an alert. */
  public synchronized void put(Transition transition) {
    alerts.put(transition);
    advance(transition.atMillis());
  }

  /** Counts a late reading of a series. */
  public synchronized void addLate(Series series) {
    SeriesHistory history = history(series);
    history.addLate();
    changed.add(history);
  }

  /** Adds a rejected message. */
  public synchronized void add(RejectedMessage message) {
    rejected.addFirst(message);
    if (rejected.size() > PageLimits.REJECTED) {
      rejected.removeLast();
    }
    rejectedChanged = true;
  }

  /**
   * Counts a record that cannot be read.
   *
   * @param sentence says where it is and what is wrong; the first one is shown
   */
  public synchronized void addUnreadable(String sentence) {
    unreadable++;
    firstUnreadable = firstUnreadable == null ? sentence : firstUnreadable;
    headChanged = true;
  }

  /**
   * Sets the status of the stream.
   *
   * @param statusJson a JSON object; {@code null} leaves the last one
   * @param sentence says what is wrong; {@code null} for nothing
   */
  public synchronized void setStatus(@Nullable String statusJson, @Nullable String sentence) {
    status = statusJson == null ? status : statusJson;
    problem = sentence;
    headChanged = true;
  }

  /** Sets the versions of the rules, sorted by their instants. */
  public synchronized void setRules(List<RuleSetVersion> versions) {
    rules = List.copyOf(versions);
    headChanged = true;
  }

  private SeriesHistory history(Series series) {
    SeriesHistory known = histories.get(series);
    if (known != null) {
      return known;
    }
    if (histories.size() >= limits.series()) {
      forgetOldest();
    }
    SeriesHistory created = new SeriesHistory(nextId++, series, limits.windows());
    histories.put(series, created);
    byId.put(created.id(), created);
    added.add(created);
    return created;
  }

  private void forgetOldest() {
    SeriesHistory oldest = histories.values().iterator().next();
    histories.remove(oldest.series());
    byId.remove(oldest.id());
    changed.remove(oldest);
    if (!added.remove(oldest)) {
      gone.add(oldest.id());
    }
    forgottenSeries++;
    headChanged = true;
  }

  private void advance(long millis) {
    dataMillis = Math.max(dataMillis, millis);
  }

  /** The whole state of the page for a browser that connects, as one line of JSON. */
  public synchronized byte[] snapshot() {
    return json.snapshot();
  }

  /**
   * What has changed since this method was called before, as one line of JSON.
   *
   * @return {@code null} if nothing has
   */
  public synchronized byte @Nullable [] update() {
    byte[] update = json.update();
    changed.clear();
    added.clear();
    gone.clear();
    rejectedChanged = false;
    headChanged = false;
    return update;
  }

  /**
   * The latest windows of several series, as one line of JSON.
   *
   * @param ids of the series; unknown ones are left out
   */
  public synchronized byte[] charts(Collection<Integer> ids) {
    return json.charts(ids.stream().map(byId::get).filter(known -> known != null).toList());
  }

  /** One series with all that is kept of it; {@code null} if the series is unknown. */
  public synchronized byte @Nullable [] series(int id) {
    SeriesHistory history = byId.get(id);
    return history == null ? null : json.series(history);
  }

  /** Number of series. */
  public synchronized int size() {
    return histories.size();
  }

  PageLimits limits() {
    return limits;
  }

  Collection<SeriesHistory> histories() {
    return byId.values();
  }

  AlertBook alerts() {
    return alerts;
  }

  Collection<RejectedMessage> rejected() {
    return rejected;
  }

  /** Those of the last version of the rules. */
  Severities severities() {
    return rules.isEmpty() ? Severities.STANDARD : rules.get(rules.size() - 1).rules().severities();
  }

  List<RuleSetVersion> rules() {
    return rules;
  }

  String status() {
    return status;
  }

  @Nullable String problem() {
    return problem;
  }

  /** The latest instant that the data has reached; {@code Long.MIN_VALUE} if there is no data. */
  long dataMillis() {
    return dataMillis;
  }

  long forgottenSeries() {
    return forgottenSeries;
  }

  long unreadable() {
    return unreadable;
  }

  @Nullable String firstUnreadable() {
    return firstUnreadable;
  }

  Set<SeriesHistory> changed() {
    return changed;
  }

  List<SeriesHistory> added() {
    return added;
  }

  List<Integer> gone() {
    return gone;
  }

  boolean isRejectedChanged() {
    return rejectedChanged;
  }

  boolean isHeadChanged() {
    return headChanged;
  }
}
