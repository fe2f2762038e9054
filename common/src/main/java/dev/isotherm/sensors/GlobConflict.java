package dev.isotherm.sensors;

import dev.isotherm.glob.GlobComparison;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two globs that say different things of the sensors that both match.
 *
 * @param first what counts, because its glob stands first
 * @param second what does not count
 */
record GlobConflict(KnownField first, KnownField second) {

  /** Whether a name may match both, and they contradict, so that their order matters. */
  static boolean exists(RankedGlob one, RankedGlob other) {
    return GlobComparison.overlap(one.glob(), other.glob())
        && !between(one.entry(), other.entry()).isEmpty();
  }

  /** The fields that differ, if some sensor matches both. */
  static List<GlobConflict> between(SensorEntry first, SensorEntry second) {
    Set<GlobConflict> conflicts = new LinkedHashSet<>();
    first
        .labels()
        .forEach(
            (name, value) -> {
              Located<String> other = second.labels().get(name);
              if (other != null && !other.value().equals(value.value())) {
                conflicts.add(new GlobConflict(label(first, name), label(second, name)));
              }
            });
    Set<String> metrics = new TreeSet<>(first.specs().keySet());
    metrics.addAll(second.specs().keySet());
    for (String metric : metrics) {
      Map<String, KnownField> ofFirst = KnownField.of(SensorTable.layers(first, metric));
      Map<String, KnownField> ofSecond = KnownField.of(SensorTable.layers(second, metric));
      ofFirst.forEach(
          (name, field) -> {
            KnownField other = ofSecond.get(name);
            if (other != null && !other.value().equals(field.value())) {
              conflicts.add(new GlobConflict(field, other));
            }
          });
      addIfEmptyRange(ofFirst, ofSecond, conflicts);
    }
    return new ArrayList<>(conflicts);
  }

  private static KnownField label(SensorEntry entry, String name) {
    Located<String> label = entry.labels().get(name);
    return new KnownField(SpecFields.LABEL + name, label.value(), entry.sensor(), label.line());
  }

  /** A minimum of one above the maximum of the other. */
  private static void addIfEmptyRange(
      Map<String, KnownField> first, Map<String, KnownField> second, Set<GlobConflict> conflicts) {
    KnownField min = first.get(SpecFields.MIN);
    KnownField max = second.get(SpecFields.MAX);
    if (!first.containsKey(SpecFields.MAX) && isEmpty(min, max)) {
      conflicts.add(new GlobConflict(min, max));
    }
    min = second.get(SpecFields.MIN);
    max = first.get(SpecFields.MAX);
    if (!first.containsKey(SpecFields.MIN) && isEmpty(min, max)) {
      conflicts.add(new GlobConflict(max, min));
    }
  }

  private static boolean isEmpty(@Nullable KnownField min, @Nullable KnownField max) {
    return min != null
        && max != null
        && Double.parseDouble(min.value()) > Double.parseDouble(max.value());
  }
}
