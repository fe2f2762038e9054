package dev.isotherm.parse.inspect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What names of columns and members usually mean. Only hints: a field has a role if its values have
 * the form, too.
 */
final class FieldNames {

  /** Names of instants, the most telling first. */
  private static final List<String> TIMES =
      list(
          "timestamp datetime time ts instant zeitstempel zeitpunkt date at datum fecha "
              + "heure hora zeit received created measured recorded updated utc when epoch dt "
              + "day mess tag year month yyyymmdd yyyymmddhh yyyymmddhhmm yyyymmddhhmmss");

  /** Names of sensors, the most telling first. */
  private static final List<String> SENSORS =
      list(
          "sensor device dev core station stations stn node mote moteid meter probe entity thing "
              + "logger asset machine equipment mac eui messstelle fühler gerät geraet zähler "
              + "zaehler capteur appareil estacion estación dispositivo host hostname serial "
              + "instance id name location site room ort standort raum lieu sitio");

  /** Names of fields that hold the name of a metric, the most telling first. */
  private static final List<String> METRIC_NAMES =
      list(
          "metric quantity parameter param variable pollutant element field kind "
              + "property measurement measure observation attribute type key tag channel event");

  /** Names of fields that hold the value of the metric that another field names. */
  private static final List<String> VALUES =
      list("value val wert reading valor valeur result measurement v data");

  /** Words for things that are measured, in names of metrics. */
  private static final Set<String> QUANTITIES =
      set(
          "temp temperature temperatur t hum humidity rh feuchte press pressure bp co "
              + "co2 voc pm pm10 pm25 wind rain precip speed dir direction volt voltage "
              + "current power energy battery bat batv light lux level flow ph dew radiation "
              + "noise value field count rssi snr weight distance depth height kwh airtc load "
              + "usage rate total avg min max mean");

  /** Names of numbers that are not measured. */
  private static final Set<String> NOT_MEASURED =
      set(
          "lat lon lng latitude longitude id idx index row record nr seq sequence # "
              + "fcnt cnt fport port flag qn version table epoch quality validity coco wmo");

  /** Last words of numbers that are codes, also if the others name a quantity. */
  private static final Set<String> CODES = set("flag flags code codes qc qf status coco");

  private static final Set<String> CLOCKS = set("time timestamp date epoch");
  private static final Set<String> CLOCK_UNITS = set("ms us ns s sec secs seconds unix utc gmt");
  private static final Set<String> ZONES = set("tz timezone tzd tzname zeitzone");

  /** Names of parts of an instant. */
  private static final Set<String> PARTS = set("year month day hour minute second");

  /** Names that are those of a sensor only outside of objects, or in one that is called like it. */
  private static final Set<String> WEAK =
      set(
          "host hostname serial instance id name location site room ort standort raum "
              + "lieu sitio");

  /** Names of objects that hold what a device has measured, beside what the network says of it. */
  private static final Set<String> PAYLOADS = set("payload decoded telemetry object");

  private static final Pattern TIME_OF_DAY =
      Pattern.compile("\\d{1,2}[:.]\\d{2}([:.]\\d{2}([.,]\\d+)?)?( ?[AaPp](\\.?[Mm]\\.?)?)?");

  private static final Set<String> UTC = set("utc gmt zulu");

  private static final String ID = "id";

  private static final Pattern NUMBERED = Pattern.compile("c\\d+");

  private static final Pattern NUMBER_BEHIND = Pattern.compile("\\d+$");

  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("[^\\p{L}\\p{N}#]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})");

  private FieldNames() {}

  private static List<String> list(String words) {
    return List.of(words.split(" ", -1));
  }

  private static Set<String> set(String words) {
    return Set.copyOf(list(words));
  }

  /** Returns how well a name fits an instant: 0 for not at all. */
  static int time(String name) {
    return fit(name, TIMES);
  }

  /** Returns whether a name says that instants are in UTC. */
  static boolean isUtc(String name) {
    return words(name).stream().anyMatch(UTC::contains);
  }

  /** Returns how many words two names share. */
  static int shared(String name, String other) {
    List<String> words = words(other);
    return (int) words(name).stream().filter(words::contains).count();
  }

  /** Returns how well a name or path fits a sensor: 0 for not at all. */
  static int sensor(String path) {
    int fit = fit(path, SENSORS);
    String parent = path.substring(0, Math.max(0, path.lastIndexOf('.')));
    boolean strong = isStrongSensor(path);
    boolean inside = !parent.isEmpty() && words(parent).stream().noneMatch(FieldNames::isStrong);
    if (fit == 0 || (inside && !strong)) {
      return 0;
    }
    // A sensor_type is a field beside the sensor_id.
    return Math.max(1, fit - (fit(path, METRIC_NAMES) > 0 ? 1 : 0));
  }

  /** Returns whether a name says that it is of a sensor or device. */
  static boolean isStrongSensor(String name) {
    return words(name).stream().anyMatch(FieldNames::isStrong);
  }

  private static boolean isStrong(String word) {
    String thing = withoutId(word);
    return SENSORS.contains(thing) && !WEAK.contains(thing);
  }

  /** A deviceid is the id of a device. */
  private static String withoutId(String word) {
    boolean isJoined = word.endsWith(ID) && word.length() > ID.length() + 1;
    return isJoined && !SENSORS.contains(word)
        ? word.substring(0, word.length() - ID.length())
        : word;
  }

  /** Returns how well a name fits a field with the name of a metric: 0 for not at all. */
  static int metricName(String name) {
    if (isStrongSensor(name)) {
      return 0; // a sensor_type
    }
    boolean ofValue = words(name).contains("value");
    int fit = fit(name, METRIC_NAMES);
    return fit > 0 && ofValue ? 2 * METRIC_NAMES.size() + fit : fit;
  }

  /** Returns how well a name fits the value of a named metric: 0 for not at all. */
  static int value(String name) {
    return fit(name, VALUES);
  }

  /** Returns whether a name says what is measured. */
  static boolean isQuantity(String name) {
    return words(name).stream()
        .anyMatch(
            word ->
                QUANTITIES.contains(word)
                    || QUANTITIES.contains(NUMBER_BEHIND.matcher(word).replaceFirst("")));
  }

  /** Returns whether a name is one of numbers that are not measured. */
  static boolean isNotMeasured(String name) {
    List<String> words = words(name);
    if (words.isEmpty()) {
      return false;
    }
    String first = words.get(0);
    String last = words.get(words.size() - 1);
    if (CODES.contains(last) || isZone(name) || isClock(words)) {
      return true;
    }
    if (isQuantity(name)) {
      return false;
    }
    return NOT_MEASURED.contains(last)
        || first.equals("qn")
        || (words.size() == 1 && PARTS.contains(first));
  }

  /** Whether a name is one of the instant in another unit, such as {@code time_ms}. */
  private static boolean isClock(List<String> words) {
    return words.size() > 1
        && CLOCKS.contains(words.get(0))
        && words.stream().skip(1).allMatch(CLOCK_UNITS::contains);
  }

  /** Returns whether a name is one of time zones, or of offsets from UTC. */
  static boolean isZone(String name) {
    List<String> words = words(name);
    boolean ofTime = words.contains("time") && words.contains("zone");
    boolean offset = words.contains("offset") && words.stream().anyMatch(UTC::contains);
    return ofTime || offset || words.stream().anyMatch(ZONES::contains);
  }

  /** Returns whether a path leads into an object with what a device has measured. */
  static boolean isInPayload(String path) {
    String parents = path.substring(0, Math.max(0, path.lastIndexOf('.')));
    return Arrays.stream(parents.split("\\."))
        .anyMatch(parent -> words(parent).stream().anyMatch(PAYLOADS::contains));
  }

  /** Returns whether a name was made up for a column that has none. */
  static boolean isNumbered(String name) {
    return NUMBERED.matcher(name).matches();
  }

  /** Returns whether a text is a time of a day, without a date. */
  static boolean isTimeOfDay(String text) {
    return TIME_OF_DAY.matcher(text).matches();
  }

  /** The earlier a word stands in the list, the better; best if it is the whole name. */
  private static int fit(String name, List<String> known) {
    List<String> words = words(name);
    int best = 0;
    for (String word : words) {
      int at = known.indexOf(known == SENSORS ? withoutId(word) : word);
      if (at >= 0) {
        best = Math.max(best, 2 * (known.size() - at) + (words.size() == 1 ? 1 : 0));
      }
    }
    return best;
  }

  /** Returns the words of a name in lower case: of a path, those of the last member. */
  static List<String> words(String name) {
    String last = lastOf(name);
    return Arrays.stream(BETWEEN_WORDS.split(last))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Returns the name of the last member of a path. */
  static String lastOf(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
