package dev.isotherm.jobs.fleet;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A simulated fleet of sensors. Message {@code i} at an instant depends on the seed alone, not on
 * earlier calls.
 *
 * <p>Each sensor's temperature swings slowly within {@value #LOWEST} to {@value #HIGHEST} °C, with
 * a period and a phase of its own, so that it crosses 28 and 30 °C every few minutes; at a higher
 * pace, more often.
 *
 * @param sensors number of sensors, at least 1; they are called {@code sensor_1}, {@code sensor_2}…
 * @param malformedShare the probability that a message is malformed, 0 to 1
 * @param seed the same seed gives the same messages
 * @param pace how many times faster than usual the measured values swing, greater than 0
 */
public record Fleet(int sensors, double malformedShare, long seed, double pace) {
  /** Lowest temperature, in °C. */
  public static final double LOWEST = 20;

  /** Highest temperature, in °C. */
  public static final double HIGHEST = 32;

  private static final double NOISE = 0.1;

  /** As Python's {@code datetime.isoformat(timespec="microseconds")}: no zone, meaning UTC. */
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter AMERICAN =
      DateTimeFormatter.ofPattern("MM/dd/uuuu HH:mm").withZone(ZoneOffset.UTC);

  public Fleet {
    if (sensors < 1) {
      throw new IllegalArgumentException("sensors " + sensors + ": must be at least 1");
    }
    if (!(malformedShare >= 0 && malformedShare <= 1)) {
      throw new IllegalArgumentException("malformed " + malformedShare + ": must be 0 to 1");
    }
    if (!(pace > 0 && Double.isFinite(pace))) {
      throw new IllegalArgumentException("pace " + pace + ": must be a number greater than 0");
    }
  }

  /**
   * A message of a sensor.
   *
   * @param text one line of JSON, in ASCII; not quite JSON if malformed
   * @param malformed whether no reading can be parsed from it
   */
  public record Message(String sensorId, String text, boolean malformed) {}

  /** Ways in which messages of real sensors go wrong. None of them holds a usable reading. */
  private enum Flaw {
    CUT_OFF,
    NO_TIMESTAMP,
    NO_SENSOR,
    TEXT_FOR_NUMBERS,
    NOT_A_NUMBER,
    OTHER_DATE_FORMAT
  }

  /** Message {@code index} of the fleet, sent at {@code at}; the sensors take turns. */
  public Message message(long index, Instant at) {
    int sensor = (int) (index % sensors);
    String sensorId = "sensor_" + (sensor + 1);
    boolean malformed = malformedShare > 0 && chance(index, 1) < malformedShare;
    String temperature = decimal(temperature(sensor, index, at), 2);
    String humidity = decimal(humidity(sensor, index, at), 1);
    if (!malformed) {
      return new Message(
          sensorId, json(ISO.format(at), sensorId, temperature, humidity), malformed);
    }
    Flaw[] flaws = Flaw.values();
    String text =
        switch (flaws[(int) (chance(index, 2) * flaws.length)]) {
          case CUT_OFF -> {
            String whole = json(ISO.format(at), sensorId, temperature, humidity);
            yield whole.substring(0, 1 + (int) (chance(index, 3) * (whole.length() - 1)));
          }
          case NO_TIMESTAMP ->
              "{\"sensor_id\": \"" + sensorId + "\", \"temperature\": " + temperature + "}";
          case NO_SENSOR ->
              "{\"timestamp\": \"" + ISO.format(at) + "\", \"temperature\": " + temperature + "}";
          case TEXT_FOR_NUMBERS -> json(ISO.format(at), sensorId, "\"n/a\"", "\"n/a\"");
          case NOT_A_NUMBER -> json(ISO.format(at), sensorId, "NaN", "NaN");
          case OTHER_DATE_FORMAT -> json(AMERICAN.format(at), sensorId, temperature, humidity);
        };
    return new Message(sensorId, text, malformed);
  }

  private static String json(String at, String sensorId, String temperature, String humidity) {
    return "{\"timestamp\": \""
        + at
        + "\", \"sensor_id\": \""
        + sensorId
        + "\", \"temperature\": "
        + temperature
        + ", \"humidity\": "
        + humidity
        + "}";
  }

  private double temperature(int sensor, long index, Instant at) {
    double amplitude = 3.5 + 2.5 * chance(sensor, 4);
    double middle = 25.5 + chance(sensor, 5);
    double value = middle + amplitude * wave(sensor, 6, at) + noise(index, 7);
    return Math.min(HIGHEST, Math.max(LOWEST, value));
  }

  private double humidity(int sensor, long index, Instant at) {
    return 45 + 12 * wave(sensor, 8, at) + 5 * noise(index, 9);
  }

  /** A sine with a period of two to six minutes at the usual pace. */
  private double wave(int sensor, int stream, Instant at) {
    double periodMillis = (120_000 + 240_000 * chance(sensor, stream * 100)) / pace;
    double phase = chance(sensor, stream * 100 + 1);
    return Math.sin(2 * Math.PI * (at.toEpochMilli() / periodMillis + phase));
  }

  private double noise(long index, int stream) {
    return NOISE * (chance(index, stream) + chance(index, stream + 50) - 1);
  }

  /** A number in [0, 1) that depends on the seed, the index and the stream. */
  private double chance(long index, int stream) {
    // SplitMix64's finaliser: the same on every Java, which SplittableRandom does not promise.
    long bits = seed + 0x9E3779B97F4A7C15L * (index * 1_000_003L + stream);
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return ((bits ^ (bits >>> 31)) >>> 11) * 0x1p-53;
  }

  /** As Python writes a rounded number: no zeros at the end but one. */
  private static String decimal(double value, int digits) {
    double scale = digits == 2 ? 100 : 10;
    return Double.toString(Math.rint(value * scale) / scale);
  }
}
