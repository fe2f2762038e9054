package dev.isotherm.sensors;

import dev.isotherm.glob.Glob;
import dev.isotherm.glob.GlobIndex;
import dev.isotherm.model.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
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

  private final ExactSensors exact;
  private final List<RankedGlob> globs = new ArrayList<>();
  private final GlobIndex<RankedGlob> globIndex = new GlobIndex<>();
  private final Memo<Series, SeriesSpec> specs = new Memo<>(this::findSpec);
  private final Memo<String, Map<String, String>> labels = new Memo<>(this::findLabels);

  /**
   * What one row says.
   *
   * @param sensor the sensor or glob of the row
   */
  record Layer(String sensor, Located<SeriesSpec> spec) {}

  SensorTable(ExactSensors exact, Collection<SensorEntry> globs) {
    this.exact = exact;
    for (SensorEntry entry : globs) {
      RankedGlob ranked = new RankedGlob(this.globs.size(), new Glob(entry.sensor()), entry);
      this.globs.add(ranked);
      globIndex.add(ranked.glob(), ranked);
    }
  }

  /** The labels of a sensor by name, sorted; none if none is known. Equal ones are one object. */
  public Map<String, String> labels(String sensorId) {
    return labels.of(sensorId);
  }

  /**
   * What is known of a series; {@link SeriesSpec#UNKNOWN} if nothing is. Equal ones are mostly one
   * object.
   */
  public SeriesSpec spec(Series series) {
    return specs.of(series);
  }

  /** Whether a row names this sensor exactly. */
  public boolean names(String sensorId) {
    return exact.find(sensorId) >= 0;
  }

  /** Whether a row names this sensor, or has a glob that matches it. */
  public boolean knows(String sensorId) {
    return names(sensorId) || !matching(sensorId).isEmpty();
  }

  /** Whether any row has a valid range. */
  boolean hasRanges() {
    return exact.haveRanges() || hasGlob(spec -> !spec.validRange().equals(ValidRange.ALL));
  }

  /** Whether any row says how long a value may stay the same. */
  boolean hasStuckAfter() {
    return exact.haveStuckAfter() || hasGlob(spec -> spec.stuckAfter() != null);
  }

  private boolean hasGlob(Predicate<SeriesSpec> condition) {
    return globs.stream()
        .flatMap(glob -> glob.entry().specs().values().stream())
        .anyMatch(spec -> condition.test(spec.value()));
  }

  /** How many sensors are named exactly. */
  public int sensorCount() {
    return exact.size();
  }

  /** The names of the sensors that are named exactly, in the order of the file. */
  public Iterable<String> sensors() {
    return () -> IntStream.range(0, exact.size()).mapToObj(exact::name).iterator();
  }

  /** The rows of each glob, in the order of the file. */
  public List<SensorEntry> globs() {
    return globs.stream().map(RankedGlob::entry).toList();
  }

  /** The globs in the order of the file. */
  List<RankedGlob> rankedGlobs() {
    return Collections.unmodifiableList(globs);
  }

  /** Calls back with the rows of each sensor that is named exactly, by their names. */
  public void forEachSensor(Consumer<SensorEntry> consumer) {
    exact.forEach(consumer);
  }

  /** The metrics that have a row of their own, of this sensor or of a glob that matches it. */
  public Set<String> metrics(String sensorId) {
    Set<String> metrics = new TreeSet<>();
    int sensor = exact.find(sensorId);
    if (sensor >= 0) {
      metrics.addAll(exact.entry(sensor).specs().keySet());
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
    int sensor = exact.find(sensorId);
    Map<String, String> ofSensor = sensor < 0 ? Map.of() : exact.labelValues(sensor);
    if (globs.isEmpty()) {
      return ofSensor;
    }
    Map<String, String> all = new TreeMap<>(ofSensor);
    for (RankedGlob one : globs) {
      one.entry().labels().forEach((name, value) -> all.putIfAbsent(name, value.value()));
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
    int sensor = exact.find(sensorId);
    if (sensor >= 0) {
      entries.add(new SensorEntry(sensorId, exact.labels(sensor), new TreeMap<>()));
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
    int sensor = exact.find(sensorId);
    if (sensor >= 0) {
      addLayers(layers, sensorId, metric, of -> exact.spec(sensor, of));
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
    if (globs.isEmpty()) {
      return List.of();
    }
    return globIndex.candidates(sensorId).stream()
        .filter(one -> one.glob().matches(sensorId))
        .sorted(Comparator.comparingInt(RankedGlob::rank))
        .toList();
  }
}
