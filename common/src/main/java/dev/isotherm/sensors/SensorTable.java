package dev.isotherm.sensors;

import dev.isotherm.model.Series;
import dev.isotherm.sensors.packed.Memo;
import dev.isotherm.sensors.packed.SmallMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of sensors beside their readings: labels, and of each series its {@link
 * SeriesSpec}. Immutable; may be used by several threads.
 *
 * <p>A row is about one sensor, or about all that match a glob; about one metric, or about all.
 * Each field is taken from the first row that has it:
 *
 * <ol>
 *   <li>the row of the sensor and the metric,
 *   <li>the row of the sensor for all metrics,
 *   <li>of each glob that matches, in the order of the file, the row for the metric, then that for
 *       all metrics. All rows of one glob stand in the place of its first.
 * </ol>
 *
 * Fields are each label, each limit, the unit, {@code min}, {@code max}, the expected interval and
 * {@code stuckAfter}. Labels belong to the sensor, whatever the metric of their row. A {@code min}
 * or {@code max} that contradicts the other one, of a row that counts before it, is not taken.
 *
 * <p>Scenario: {@code boiler-*} has the unit °C and the limit hot 90, {@code boiler-7} the limit
 * hot 95. For {@code boiler-7}, the unit is °C and the limit is 95.
 */
public final class SensorTable {

  /** Nothing is known of any sensor. */
  public static final SensorTable EMPTY = new SensorTableBuilder().build();

  private final NamedSensors named;
  private final GlobRows globs;

  /** The table that counts for what has not changed; {@code null} if this is the first. */
  private final @Nullable SensorTable first;

  /** What was found last; most old versions never need it. */
  private volatile @Nullable Found found;

  /** The latest results of lookups. */
  private final class Found {
    private final Memo<Series, SeriesSpec> specs = new Memo<>(SensorTable.this::findSpec);
    private final Memo<String, Map<String, String>> labels =
        new Memo<>(SensorTable.this::findLabels);
  }

  /**
   * What one row says.
   *
   * @param sensor the sensor or glob of the row
   */
  record Layer(String sensor, Located<SeriesSpec> spec) {}

  SensorTable(NamedSensors named, GlobRows globs) {
    this(named, globs, null);
  }

  private SensorTable(NamedSensors named, GlobRows globs, @Nullable SensorTable first) {
    this.named = named;
    this.globs = globs;
    this.first = first;
  }

  /** This table at an instant, after changes; see {@link SensorTables}. */
  SensorTable changedBy(
      ConcurrentMap<String, ChangesOfSensor> changes, long atMillis, GlobRows after) {
    return new SensorTable(new ChangedSensors(named, changes, atMillis), after, this);
  }

  GlobRows globRows() {
    return globs;
  }

  /**
   * An instant whose table says the same of a sensor as this one, so that results about the sensor
   * can be kept by that instant. It is the latest at which its rows, or those of a glob, changed.
   */
  public long changedMillis(String sensorId) {
    return named instanceof ChangedSensors changed
        ? Math.max(globs.sinceMillis(), changed.changedMillis(sensorId))
        : SensorChange.NEVER;
  }

  /** The labels of a sensor by name, sorted; none if none is known. Equal ones are one object. */
  public Map<String, String> labels(String sensorId) {
    return isAsFirst(sensorId) ? first.labels(sensorId) : memo().labels.of(sensorId);
  }

  /**
   * What is known of a series; {@link SeriesSpec#UNKNOWN} if nothing is. Equal ones are mostly one
   * object.
   */
  public SeriesSpec spec(Series series) {
    return isAsFirst(series.sensorId()) ? first.spec(series) : memo().specs.of(series);
  }

  private boolean isAsFirst(String sensorId) {
    return first != null && changedMillis(sensorId) == SensorChange.NEVER;
  }

  private Found memo() {
    Found last = found;
    if (last == null) {
      last = new Found();
      found = last;
    }
    return last;
  }

  /** Whether a row names this sensor exactly. */
  public boolean names(String sensorId) {
    return named.find(sensorId) != null;
  }

  /** The rows that name a sensor exactly; {@code null} if there are none. */
  public @Nullable SensorEntry entry(String sensorId) {
    NamedSensors.Rows rows = named.find(sensorId);
    return rows == null ? null : rows.entry();
  }

  /** Whether there is a row of the sensor, or of a glob that matches it, about this metric. */
  public boolean hasRow(Series series) {
    NamedSensors.Rows rows = named.find(series.sensorId());
    return (rows != null && rows.spec(series.metric()) != null)
        || matching(series.sensorId()).stream()
            .anyMatch(one -> one.entry().specs().containsKey(series.metric()));
  }

  /** Whether a row names this sensor, or has a glob that matches it. */
  public boolean knows(String sensorId) {
    return names(sensorId) || !matching(sensorId).isEmpty();
  }

  /** Whether any row has a valid range. */
  boolean hasRanges() {
    return named.haveRanges() || hasGlob(spec -> !spec.validRange().equals(ValidRange.ALL));
  }

  /** Whether any row says how long a value may stay the same. */
  boolean hasStuckAfter() {
    return named.haveStuckAfter() || hasGlob(spec -> spec.stuckAfter() != null);
  }

  private boolean hasGlob(Predicate<SeriesSpec> condition) {
    return globs.all().stream()
        .flatMap(glob -> glob.entry().specs().values().stream())
        .anyMatch(spec -> condition.test(spec.value()));
  }

  /** How many sensors are named exactly. */
  public int sensorCount() {
    return named.size();
  }

  /** Whether there is no row. */
  public boolean isEmpty() {
    return named.size() == 0 && globs.all().isEmpty();
  }

  /** The names of the sensors that are named exactly, in the order of the file. */
  public Iterable<String> sensors() {
    return named.names();
  }

  /** The rows of each glob, in the order of the file. */
  public List<SensorEntry> globs() {
    return globs.all().stream().map(RankedGlob::entry).toList();
  }

  /** The globs in the order of the file. */
  List<RankedGlob> rankedGlobs() {
    return globs.all();
  }

  /** Calls back with the rows of each sensor that is named exactly, by their names. */
  public void forEachSensor(Consumer<SensorEntry> consumer) {
    named.forEach(consumer);
  }

  /** The metrics that have a row of their own, of this sensor or of a glob that matches it. */
  public Set<String> metrics(String sensorId) {
    Set<String> metrics = new TreeSet<>();
    SensorEntry entry = entry(sensorId);
    if (entry != null) {
      metrics.addAll(entry.specs().keySet());
    }
    matching(sensorId).forEach(one -> metrics.addAll(one.entry().specs().keySet()));
    metrics.remove(SensorRow.ALL_METRICS);
    return metrics;
  }

  /**
   * Fingerprint of all that is known, without lines. Equal in every JVM and every version of this
   * program. The order of sensors does not matter, nor that of globs that do not contradict.
   */
  public String fingerprint() {
    return CanonicalForm.fingerprint(this);
  }

  private SeriesSpec findSpec(Series series) {
    SeriesSpec spec = null;
    for (Layer layer : layers(series.sensorId(), series.metric())) {
      SeriesSpec next = layer.spec().value();
      spec = spec == null ? next : spec.or(next);
    }
    return spec == null || spec.equals(SeriesSpec.UNKNOWN) ? SeriesSpec.UNKNOWN : spec;
  }

  private Map<String, String> findLabels(String sensorId) {
    List<RankedGlob> globs = matching(sensorId);
    NamedSensors.Rows rows = named.find(sensorId);
    Map<String, String> ofSensor = rows == null ? Map.of() : rows.labelValues();
    if (globs.isEmpty()) {
      return ofSensor;
    }
    if (globs.size() == 1 && ofSensor.isEmpty()) {
      return globs.get(0).labels();
    }
    Map<String, String> all = new TreeMap<>(ofSensor);
    for (RankedGlob one : globs) {
      one.labels().forEach(all::putIfAbsent);
    }
    return SmallMap.copyOf(all);
  }

  /** What is done with the label that counts. */
  interface LabelConsumer {
    void accept(String name, Located<String> value, String sensor);
  }

  /** Calls back with each label of a sensor, and with the sensor or glob of its row. */
  void locatedLabels(String sensorId, LabelConsumer consumer) {
    List<SensorEntry> entries = new ArrayList<>();
    NamedSensors.Rows rows = named.find(sensorId);
    if (rows != null) {
      entries.add(new SensorEntry(sensorId, rows.labels(), new TreeMap<>()));
    }
    matching(sensorId).forEach(one -> entries.add(one.entry()));
    Set<String> seen = new HashSet<>();
    for (SensorEntry entry : entries) {
      entry
          .labels()
          .forEach(
              (name, value) -> {
                if (seen.add(name)) {
                  consumer.accept(name, value, entry.sensor());
                }
              });
    }
  }

  /** The rows about a series; the first that has a field counts. */
  List<Layer> layers(String sensorId, String metric) {
    List<Layer> layers = new ArrayList<>();
    NamedSensors.Rows rows = named.find(sensorId);
    if (rows != null) {
      addLayers(layers, sensorId, metric, rows::spec);
    }
    for (RankedGlob one : matching(sensorId)) {
      layers.addAll(layers(one.entry(), metric));
    }
    return layers;
  }

  /** The rows of one entry about a metric. */
  static List<Layer> layers(SensorEntry entry, String metric) {
    List<Layer> layers = new ArrayList<>();
    addLayers(layers, entry.sensor(), metric, entry.specs()::get);
    return layers;
  }

  private static void addLayers(
      List<Layer> to,
      String sensor,
      String metric,
      Function<String, @Nullable Located<SeriesSpec>> byMetric) {
    Located<SeriesSpec> ofMetric = byMetric.apply(metric);
    if (ofMetric != null) {
      to.add(new Layer(sensor, ofMetric));
    }
    Located<SeriesSpec> ofAll =
        metric.equals(SensorRow.ALL_METRICS) ? null : byMetric.apply(SensorRow.ALL_METRICS);
    if (ofAll != null) {
      to.add(new Layer(sensor, ofAll));
    }
  }

  /** The globs that match a sensor, in the order of the file. */
  List<RankedGlob> matching(String sensorId) {
    return globs.matching(sensorId);
  }
}
