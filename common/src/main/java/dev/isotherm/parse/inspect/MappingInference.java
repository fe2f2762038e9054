package dev.isotherm.parse.inspect;

import dev.isotherm.parse.dialect.QuotedList;
import dev.isotherm.parse.inspect.FieldProfile.Kind;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.Excerpt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Infers from a sample which fields are the instant, the sensor and the metrics. What the user has
 * said is kept.
 *
 * <p>A field has a role because of its values; its name decides between several such fields. The
 * words for that are in {@link FieldNames}.
 */
public final class MappingInference {

  private static final int MOST_NAMED = 8;

  /** How much better a field is as sensor if its name says so, and if it tells things apart. */
  private static final int STRONG = 1_000;

  private static final int VARYING = 500;

  /** A field that names metrics has so many of them at most. */
  private static final int MOST_METRICS = 200;

  private final FieldSampler sample;
  private final Source source;
  private final ParseOptions defaults = ParseOptions.defaults();
  private final ParseOptions given;
  private final Proposal proposal = new Proposal();
  private final List<FieldProfile> free;
  private boolean isLong;

  /**
   * Where a sample is from.
   *
   * @param isTopic whether it is from Kafka records
   * @param hasKeys whether each record has a key
   * @param isDivisible whether elements of arrays in messages can be messages
   * @param name of the file or topic
   * @param above the lines above the rows of a table, which may name the zone
   */
  public record Source(
      boolean isTopic, boolean hasKeys, boolean isDivisible, String name, String above) {

    /** Returns a file as source. */
    public static Source file(String name, String above) {
      return new Source(false, false, true, name, above);
    }

    /** Returns a topic as source. */
    public static Source topic(String name, boolean hasKeys, boolean isDivisible) {
      return new Source(true, hasKeys, isDivisible, name, "");
    }
  }

  private MappingInference(FieldSampler sample, Source source, ParseOptions given) {
    this.sample = sample;
    this.source = source;
    this.given = given;
    this.free = new ArrayList<>(sample.fields());
    free.removeIf(field -> field.present() == 0);
  }

  /**
   * Infers what the options do not say.
   *
   * @param given what the user has said: what differs from the defaults
   */
  public static Proposal of(FieldSampler sample, Source source, ParseOptions given) {
    return new MappingInference(sample, source, given).infer();
  }

  private Proposal infer() {
    if (sample.isText()) {
      proposal.note(
          "each line is a number of one sensor and day, which the name of the file gives"
              + " (--sensor, --date, --metric)");
      return proposal;
    }
    if (!free.isEmpty() && free.stream().allMatch(one -> FieldNames.isNumbered(one.name()))) {
      proposal.note("the columns have no names: replace those of --columns by what they measure");
    }
    new InstantInference(free, source.above(), given, proposal).infer();
    sensor();
    ValueInference values = new ValueInference(given, proposal);
    List<FieldProfile> unused = new ArrayList<>(free);
    if (given.longLayout() == null) {
      metrics();
    }
    values.infer(free);
    if (!isLong) {
      unused.forEach(values::states);
    }
    proposal.dividesAt(array());
    if (sample.names().contains("bt") || sample.names().contains("bn")) {
      proposal.askFirst(SeriesShapes.SENML);
    }
    String series = sample.series().sentence();
    if (series != null && proposal.isLacking()) {
      proposal.askFirst(series);
    }
    if (!sample.arrays().paths().isEmpty()) {
      proposal.note(
          "arrays are not read: "
              + named(sample.arrays().paths())
              + (array() == null
                  ? ""
                  : "; --elements " + array() + " makes a message of each of its elements"));
    }
    return proposal;
  }

  /** Returns the array whose elements may be messages; {@code null} if there is none. */
  private @Nullable String array() {
    if (!source.isDivisible() || given.elements() != null) {
      return null;
    }
    String ofObjects = sample.arrays().mostFrequentOfObjects();
    return ofObjects == null ? sample.arrays().parallel() : ofObjects;
  }

  private void sensor() {
    if (!given.sensor().equals(defaults.sensor())) {
      free.removeIf(field -> given.sensor().fields().contains(field.name()));
      return;
    }
    FieldProfile sensor = best(this::sensorFit);
    if (sensor != null) {
      free.remove(sensor);
      if (!named(sensor, defaults.sensor().name())) {
        proposal.set(
            "sensor-field",
            QuotedList.join(List.of(sensor.name())),
            named(sensor.distinct()) + (sensor.distinct().size() == 1 ? "" : ", …"));
      }
      return;
    }
    proposal.lack();
    List<FieldProfile> columns = free.stream().filter(this::isMeasured).toList();
    if (areSensors(columns)) {
      proposal.set(
          "sensor", "@column:value", "each column is a sensor; write what they measure for value");
    } else if (source.isTopic()) {
      String from = source.hasKeys() ? "@key" : "@topic";
      proposal.set("sensor", from, "no field names the sensor");
    } else {
      proposal.set("sensor", "@file", "no field names the sensor, so it is the name of the file");
      if (columns.size() > 1) {
        proposal.note(
            "if the columns are sensors: --sensor @column:NAME, where NAME is what they measure");
      }
    }
  }

  private int sensorFit(FieldProfile field) {
    boolean mostly = 2 * field.present() > sample.messages() - sample.unread();
    boolean fraction =
        field.kind() == Kind.NUMBER
            && field.distinct().stream().anyMatch(text -> text.indexOf('.') >= 0);
    boolean wrong =
        fraction
            || field.isCounting()
            || field.kind() == Kind.BOOLEAN
            || field.kind() == Kind.NOT_FINITE
            || FieldNames.time(field.name()) > FieldNames.sensor(field.name());
    int fit = FieldNames.sensor(field.name());
    boolean weak = !FieldNames.isStrongSensor(field.name()) && !field.repeats();
    if (wrong || weak || !mostly) {
      return 0;
    }
    boolean nameless = FieldNames.isNumbered(field.name()) && field.kind() == Kind.TEXT;
    if (nameless || fit == 0) {
      return nameless ? 1 : 0;
    }
    // A name that is always the same tells less than one that tells things apart.
    boolean isStrong = FieldNames.isStrongSensor(field.name());
    boolean isMetric = !isStrong && FieldNames.metricName(field.name()) > 0;
    int telling = field.distinct().size() > 1 && !isMetric ? VARYING : 0;
    return (isStrong ? STRONG : 0) + telling + fit;
  }

  /** Whether columns are named like things, and not like what is measured. */
  private static boolean areSensors(List<FieldProfile> columns) {
    return columns.size() > 1
        && columns.stream().noneMatch(column -> FieldNames.isQuantity(column.name()))
        && columns.stream().noneMatch(column -> column.name().matches(".*[(\\[°%].*"));
  }

  private void metrics() {
    if (!given.metrics().isEmpty()) {
      return;
    }
    FieldProfile metricName = best(this::metricNameFit);
    FieldProfile value = best(field -> field.isNumeric() ? FieldNames.value(field.name()) : 0);
    if (metricName != null && value != null && metricName != value) {
      isLong = true;
      free.remove(metricName);
      proposal.set("metric-field", metricName.name(), named(metricName.distinct()));
      proposal.set("value-field", value.name(), "the value of the metric that it names");
      free.removeIf(field -> field != value);
      return;
    }
    List<FieldProfile> measured = measured();
    List<FieldProfile> others =
        free.stream().filter(field -> field.isNumeric() && !measured.contains(field)).toList();
    boolean asTexts = measured.stream().anyMatch(field -> field.kind() == Kind.NUMBER_IN_TEXT);
    boolean inside =
        sample.isNested() && measured.stream().anyMatch(field -> field.name().indexOf('.') >= 0);
    if (measured.isEmpty()) {
      proposal.lack();
      proposal.ask("no field holds numbers that look measured: --metrics names them");
    } else if (!others.isEmpty() || asTexts || inside) {
      String without = others.isEmpty() ? "" : "without " + named(names(others));
      proposal.set("metrics", QuotedList.join(selectors(measured)), without);
    }
    free.retainAll(measured);
  }

  /** Beside a payload, numbers tell of the network. */
  private List<FieldProfile> measured() {
    List<FieldProfile> measured = free.stream().filter(this::isMeasured).toList();
    List<FieldProfile> inPayload =
        measured.stream().filter(field -> FieldNames.isInPayload(field.name())).toList();
    return inPayload.isEmpty() ? measured : inPayload;
  }

  private int metricNameFit(FieldProfile field) {
    boolean few = field.distinct().size() <= MOST_METRICS && field.kind() == Kind.TEXT;
    return few && field.repeats() ? FieldNames.metricName(field.name()) : 0;
  }

  private boolean isMeasured(FieldProfile field) {
    boolean counting = field.isCounting() && !FieldNames.isQuantity(field.name());
    return field.isNumeric()
        && !counting
        && !sample.isBeside(field.name())
        && !FieldNames.isNotMeasured(field.name());
  }

  /** Numbers inside of objects are called by the name of their member, if that is unique. */
  private List<String> selectors(List<FieldProfile> fields) {
    List<String> last = fields.stream().map(field -> FieldNames.lastOf(field.name())).toList();
    List<String> selectors = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      String path = fields.get(i).name();
      String name = last.get(i);
      boolean unique = last.indexOf(name) == i && last.lastIndexOf(name) == i;
      boolean renamed = sample.isNested() && unique && !name.equals(path);
      selectors.add(renamed ? name + "=" + path : path);
    }
    return selectors;
  }

  private @Nullable FieldProfile best(ToIntFunction<FieldProfile> fit) {
    return free.stream()
        .filter(field -> fit.applyAsInt(field) > 0)
        .max(Comparator.comparingInt(fit).thenComparing(field -> -depth(field.name())))
        .orElse(null);
  }

  /** Returns how many objects a path leads through. */
  static int depth(String path) {
    return (int) path.chars().filter(c -> c == '.').count();
  }

  private static boolean named(FieldProfile field, String name) {
    return field.name().equals(name);
  }

  private static Set<String> names(List<FieldProfile> fields) {
    return fields.stream()
        .map(FieldProfile::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  static String named(Collection<String> names) {
    String first =
        names.stream().limit(MOST_NAMED).map(Excerpt::plain).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
