package dev.isotherm.sensors;

import dev.isotherm.glob.GlobComparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What looks like a mistake in a table, though it can be used. */
public final class TableWarnings {

  /** Most warnings that are given one by one. */
  public static final int MOST = 100;

  private static final int MOST_KEPT = 10_000;

  private final SensorTable table;
  private int count;
  private final List<Located<String>> warnings = new ArrayList<>();

  /** A sensor that is named exactly and matches both globs, by their ranks. */
  private final Map<List<Integer>, String> matchesBoth = new HashMap<>();

  private final Set<Integer> matching = new TreeSet<>();
  private final Map<String, UnitGap> units = new TreeMap<>();

  /** Rows about a metric that have limits, and no unit; and the first that has one. */
  private static final class UnitGap {
    private int gaps;
    private String sensor = "";
    private int line = Integer.MAX_VALUE;
    private String unit = "";
    private int unitLine = Integer.MAX_VALUE;
  }

  private TableWarnings(SensorTable table) {
    this.table = table;
  }

  /**
   * Looks for mistakes.
   *
   * @param file its name, for people
   * @return sentences that begin with file and line, in the order of the lines
   */
  public static List<String> of(String file, SensorTable table) {
    TableWarnings found = new TableWarnings(table);
    found.look();
    List<String> sentences = new ArrayList<>();
    found.warnings.stream()
        .sorted(Comparator.comparingInt(Located::line))
        .limit(MOST)
        .forEach(one -> sentences.add(file + ":" + one.line() + ": " + one.value()));
    if (found.count > MOST) {
      sentences.add(file + ": and " + (found.count - MOST) + " more");
    }
    return sentences;
  }

  private void look() {
    table.forEachSensor(this::lookAtSensor);
    for (RankedGlob one : table.rankedGlobs()) {
      lookAtGlob(one);
    }
    units.forEach(this::lookAtUnits);
  }

  private void warn(int line, String sentence) {
    if (warnings.size() < MOST_KEPT) {
      warnings.add(new Located<>(sentence, line));
    }
    count++;
  }

  private void lookAtSensor(SensorEntry entry) {
    List<RankedGlob> globs = table.matching(entry.sensor());
    for (int i = 0; i < globs.size(); i++) {
      matching.add(globs.get(i).rank());
      for (int j = i + 1; j < globs.size(); j++) {
        matchesBoth.putIfAbsent(List.of(globs.get(i).rank(), globs.get(j).rank()), entry.sensor());
      }
    }
    Set<String> metrics = new TreeSet<>(entry.specs().keySet());
    globs.forEach(one -> metrics.addAll(one.entry().specs().keySet()));
    for (String metric : metrics) {
      List<SensorTable.Layer> layers = SensorTable.layers(entry, metric);
      globs.forEach(one -> layers.addAll(SensorTable.layers(one.entry(), metric)));
      lookAtRange(entry, layers);
      boolean hasUnit = layers.stream().anyMatch(layer -> layer.spec().value().unit() != null);
      lookAtUnit(entry, metric, hasUnit);
    }
  }

  /** A bound that would leave no value between it and that of a row that counts before it. */
  private void lookAtRange(SensorEntry entry, List<SensorTable.Layer> layers) {
    ValidRange range = ValidRange.ALL;
    for (SensorTable.Layer layer : layers) {
      ValidRange next = layer.spec().value().validRange();
      boolean takesMax = !range.hasMax() && next.hasMax() && range.min() > next.max();
      boolean takesMin = !range.hasMin() && next.hasMin() && next.min() > range.max();
      if (takesMax || takesMin) {
        Map<String, KnownField> ofAll = KnownField.of(layers);
        Map<String, KnownField> ofNext = KnownField.of(List.of(layer));
        KnownField counts = ofAll.get(takesMax ? SpecFields.MIN : SpecFields.MAX);
        KnownField ignored = ofNext.get(takesMax ? SpecFields.MAX : SpecFields.MIN);
        if (counts.sensor().equals(entry.sensor())) {
          warn(ignored.line(), sentence(counts, ignored, entry.sensor()));
        }
      }
      range = range.or(next);
    }
  }

  private static String sentence(KnownField counts, KnownField ignored, String sensors) {
    boolean isSameField = counts.name().equals(ignored.name());
    return String.format(
        "%s %s of %s: for %s, %s%s on line %d counts first%s",
        ignored.name(),
        ignored.value(),
        ignored.sensor(),
        sensors,
        isSameField ? "" : counts.name() + " ",
        counts.value(),
        counts.line(),
        isSameField ? "" : ", and excludes it");
  }

  private void lookAtGlob(RankedGlob one) {
    for (RankedGlob earlier : table.rankedGlobs().subList(0, one.rank())) {
      if (GlobConflict.exists(earlier, one)) {
        lookAtConflicts(earlier, one);
      }
    }
    if (table.sensorCount() > 0 && !matching.contains(one.rank())) {
      warn(
          firstLine(one.entry()),
          "sensor " + one.glob() + ": matches no sensor that the file names exactly");
    }
    one.entry()
        .specs()
        .forEach(
            (metric, row) -> {
              boolean hasLimits = !row.value().limits().isEmpty();
              lookAtUnit(one.entry(), metric, !hasLimits || hasUnit(one, metric));
            });
  }

  /** A narrow glob before a wide one is meant: it makes exceptions from a default. */
  private void lookAtConflicts(RankedGlob earlier, RankedGlob later) {
    boolean isException = GlobComparison.isWithin(earlier.glob(), later.glob());
    String both = matchesBoth.get(List.of(earlier.rank(), later.rank()));
    String sensors =
        "sensors that match " + earlier.glob() + " too" + (both == null ? "" : ", such as " + both);
    for (GlobConflict conflict : GlobConflict.between(earlier.entry(), later.entry())) {
      boolean isSameField = conflict.first().name().equals(conflict.second().name());
      if (!isException || !isSameField) {
        warn(conflict.second().line(), sentence(conflict.first(), conflict.second(), sensors));
      }
    }
  }

  private static int firstLine(SensorEntry entry) {
    int line = Integer.MAX_VALUE;
    for (Located<SeriesSpec> spec : entry.specs().values()) {
      line = Math.min(line, spec.line());
    }
    return line;
  }

  /** Whether each sensor that matches a glob has a unit by this glob, or by a wider one. */
  private boolean hasUnit(RankedGlob one, String metric) {
    return givesUnit(one, metric)
        || table.rankedGlobs().stream()
            .anyMatch(
                wide ->
                    givesUnit(wide, metric) && GlobComparison.isWithin(one.glob(), wide.glob()));
  }

  private static boolean givesUnit(RankedGlob one, String metric) {
    return SensorTable.layers(one.entry(), metric).stream()
        .anyMatch(layer -> layer.spec().value().unit() != null);
  }

  private void lookAtUnit(SensorEntry entry, String metric, boolean hasUnit) {
    Located<SeriesSpec> row = entry.specs().get(metric);
    if (row == null) {
      return;
    }
    UnitGap gap = units.computeIfAbsent(metric, key -> new UnitGap());
    if (row.value().unit() != null && row.line() < gap.unitLine) {
      gap.unit = row.value().unit();
      gap.unitLine = row.line();
    }
    if (!row.value().limits().isEmpty() && !hasUnit) {
      gap.gaps++;
      if (row.line() < gap.line) {
        gap.line = row.line();
        gap.sensor = entry.sensor();
      }
    }
  }

  private void lookAtUnits(String metric, UnitGap gap) {
    if (gap.gaps > 0 && gap.unitLine != Integer.MAX_VALUE) {
      warn(
          gap.line,
          String.format(
              "limits of %s%s: there is no unit%s; line %d has %s",
              gap.sensor,
              metric.equals(SensorRow.ALL_METRICS) ? "" : ", " + metric,
              gap.gaps == 1 ? "" : ", as in " + (gap.gaps - 1) + " other rows",
              gap.unitLine,
              gap.unit));
    }
  }
}
