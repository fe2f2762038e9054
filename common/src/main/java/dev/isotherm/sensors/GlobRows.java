package dev.isotherm.sensors;

import dev.isotherm.glob.GlobIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The rows of globs, in the order in which they count. Immutable. */
final class GlobRows {

  /** A glob of a table, and where it stands. */
  record Ordered(int order, SensorEntry entry) {

    static final Comparator<Ordered> IN_ORDER =
        Comparator.comparingInt(Ordered::order).thenComparing(one -> one.entry.sensor());
  }

  private static final Comparator<RankedGlob> BY_RANK = Comparator.comparingInt(RankedGlob::rank);

  private final List<Ordered> ordered;
  private final long sinceMillis;
  private final List<RankedGlob> ranked;
  private final GlobIndex<RankedGlob> index = new GlobIndex<>();

  private GlobRows(List<Ordered> ordered, long sinceMillis) {
    this.ordered = ordered;
    this.sinceMillis = sinceMillis;
    List<RankedGlob> all = new ArrayList<>();
    for (Ordered one : ordered) {
      RankedGlob next = new RankedGlob(all.size(), one.entry);
      all.add(next);
      index.add(next.glob(), next);
    }
    ranked = List.copyOf(all);
  }

  /** Those of a file, in its order. */
  static GlobRows of(Collection<SensorEntry> entries) {
    List<Ordered> ordered = new ArrayList<>();
    entries.forEach(entry -> ordered.add(new Ordered(ordered.size(), entry)));
    return new GlobRows(List.copyOf(ordered), SensorChange.NEVER);
  }

  /** Returns the rows of all globs after changes. Each change is of another glob. */
  GlobRows with(List<SensorChange> changes) {
    Map<String, SensorChange> byGlob = new HashMap<>();
    changes.forEach(change -> byGlob.put(change.sensor(), change));
    List<Ordered> after = new ArrayList<>(ordered);
    after.removeIf(one -> byGlob.containsKey(one.entry.sensor()));
    long since = sinceMillis;
    for (SensorChange change : changes) {
      since = Math.max(since, change.changedMillis());
      if (change.entry() != null) {
        after.add(new Ordered(change.order(), change.entry()));
      }
    }
    after.sort(Ordered.IN_ORDER);
    return new GlobRows(List.copyOf(after), since);
  }

  /** Since when they are as they are. */
  long sinceMillis() {
    return sinceMillis;
  }

  /** Calls back with the order and the rows of each. */
  void forEach(BiConsumer<Integer, SensorEntry> consumer) {
    ordered.forEach(one -> consumer.accept(one.order, one.entry));
  }

  /** All, in their order. */
  List<RankedGlob> all() {
    return ranked;
  }

  /** Those that match a sensor, in their order. */
  List<RankedGlob> matching(String sensorId) {
    if (ranked.isEmpty()) {
      return List.of();
    }
    List<RankedGlob> matching = index.candidates(sensorId);
    matching.removeIf(one -> !one.glob().matches(sensorId));
    matching.sort(BY_RANK);
    return matching;
  }
}
