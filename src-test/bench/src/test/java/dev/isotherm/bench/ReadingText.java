package dev.isotherm.bench;

import java.time.Instant;
import java.util.Random;

/**
 * How generated readings are written. What a parser might be tuned to varies: names and numbers are
 * of different lengths, and in JSON the members' order and the spaces, and some members are
 * nobody's business.
 */
public final class ReadingText {

  private static final String[] SITES = {"s", "boiler-", "hall/north/", "sensor_", "line 7 "};

  private ReadingText() {}

  /** The name of a sensor. */
  public static String sensor(int number) {
    return SITES[number % SITES.length] + number;
  }

  /** With milliseconds, or without where there are none. */
  public static String timestamp(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** Whole, rounded more or less, or with all digits that the double has. */
  public static String number(double value, Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> Long.toString(Math.round(value));
      case 1 -> Double.toString(value);
      case 2, 3 -> rounded(value, 1e4);
      case 4, 5, 6 -> rounded(value, 10);
      default -> rounded(value, 100);
    };
  }

  private static String rounded(double value, double scale) {
    return Double.toString(Math.round(value * scale) / scale);
  }

  /** Appends a JSON object. */
  public static void object(StringBuilder out, int sensor, String timestamp, String value) {
    String space = sensor % 3 == 0 ? "" : " ";
    String[] members = {
      "\"timestamp\":" + space + '"' + timestamp + '"',
      "\"sensor_id\":" + space + '"' + sensor(sensor) + '"',
      "\"temperature\":" + space + value,
      "\"unit\":" + space + "\"C\""
    };
    int count = sensor % 7 == 0 ? 4 : 3;
    int first = sensor % count;
    out.append('{');
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : "," + space).append(members[(first + i) % count]);
    }
    out.append('}');
  }
}
