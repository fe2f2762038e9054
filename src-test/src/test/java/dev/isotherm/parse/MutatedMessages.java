package dev.isotherm.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Messages of all shapes, and of none. */
final class MutatedMessages {

  private static final String[] NAMES = {
    "timestamp", "sensor_id", "t", "u", "temperature", "x", "a name that is longer", "", " ", "Süd"
  };
  private static final String[] SENSORS = {
    "s",
    "sensor_249",
    "boiler-7/north",
    "exactly8",
    "sixteen letters!",
    "a sensor with a long name",
    "7",
    "-0",
    "",
    " ",
    " s ",
    "°",
    "a\\b",
    "it's",
    "a\u007fb",
    "x".repeat(256),
    "x".repeat(257)
  };
  private static final String[] PIECES = {
    "\"",
    "\\",
    "\\u0041",
    "\\\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    ";",
    "|",
    "\t",
    " ",
    "\r",
    "\n",
    "\r\n",
    "\0",
    "\u0001",
    "\u007f",
    "null",
    "true",
    "false",
    "nul",
    "NaN",
    "-",
    "+",
    ".",
    "e",
    "E5",
    "e-400",
    "0",
    "00",
    "9999999999999999",
    "T",
    "Z",
    "z",
    "+02:00",
    "\uFEFF",
    "°",
    "😀",
    "//",
    "'"
  };

  private MutatedMessages() {}

  static byte[] json(Random random) {
    List<String> members = new ArrayList<>();
    members.add(member("timestamp", jsonTimestamp(random), random));
    members.add(member("sensor_id", jsonSensor(random), random));
    members.add(member(random.nextInt(3) == 0 ? "temperature" : "t", jsonNumber(random), random));
    while (random.nextInt(3) == 0) {
      members.add(member(pick(NAMES, random), jsonValue(random), random));
    }
    if (random.nextInt(3) == 0) {
      Collections.shuffle(members, random);
    }
    if (random.nextInt(30) == 0) {
      members.remove(0);
    }
    String text =
        blank(random)
            + "{"
            + blank(random)
            + String.join(blank(random) + "," + blank(random), members)
            + blank(random)
            + "}"
            + blank(random);
    return mutated(text, random);
  }

  private static String member(String name, String value, Random random) {
    return "\"" + name + "\"" + blank(random) + ":" + blank(random) + value;
  }

  private static String blank(Random random) {
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> " ";
      case 3 -> "  ";
      case 4 -> "\t";
      case 5 -> random.nextInt(8) == 0 ? "\n" : "";
      case 6 -> random.nextInt(8) == 0 ? "\r" : "";
      default -> "";
    };
  }

  private static String jsonTimestamp(Random random) {
    String timestamp = timestamp(random);
    return random.nextInt(10) == 0 ? timestamp : "\"" + timestamp + "\"";
  }

  private static String jsonSensor(Random random) {
    String sensor = sensor(random);
    return random.nextInt(10) == 0 ? number(random) : "\"" + sensor + "\"";
  }

  private static String jsonNumber(Random random) {
    return random.nextInt(20) == 0 ? jsonValue(random) : number(random);
  }

  private static String jsonValue(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> "false";
      case 3 -> "\"" + number(random) + "\"";
      case 4 -> "\"" + sensor(random) + "\"";
      case 5 -> "{\"t\": 1}";
      case 6 -> "[1, 2]";
      case 7 -> "NaN";
      default -> number(random);
    };
  }

  static byte[] row(CsvHeader header, Random random) {
    List<String> cells = new ArrayList<>();
    for (String column : header.columns()) {
      String cell =
          switch (random.nextInt(40) == 0 ? "" : column) {
            case "timestamp" -> timestamp(random);
            case "sensor_id" -> sensor(random);
            case "a name that is longer" -> sensor(random);
            case "u" -> header.columns().contains("timestamp") ? number(random) : timestamp(random);
            case "t" -> number(random);
            default -> random.nextBoolean() ? "" : random.nextBoolean() ? "ok" : sensor(random);
          };
      cells.add(blankOrNone(random) + cell + blankOrNone(random));
    }
    if (random.nextInt(40) == 0) {
      cells.add("");
    }
    return mutated(String.join(String.valueOf(header.delimiter()), cells), random);
  }

  private static String blankOrNone(Random random) {
    return random.nextInt(8) == 0 ? blank(random) : "";
  }

  static byte[] line(Random random) {
    return mutated(blankOrNone(random) + number(random) + blankOrNone(random), random);
  }

  private static String sensor(Random random) {
    return random.nextInt(4) == 0 ? pick(SENSORS, random) : SENSORS[random.nextInt(7)];
  }

  private static String timestamp(Random random) {
    if (random.nextInt(4) == 0) {
      // The one before was often of the same minute, too.
      return String.format("2025-07-01T00:00:%02d.%03dZ", part(59, random), random.nextInt(1_000));
    }
    if (random.nextInt(3) > 0) {
      return String.format(
          "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
          2000 + random.nextInt(50),
          1 + random.nextInt(12),
          1 + random.nextInt(28),
          random.nextInt(24),
          random.nextInt(60),
          random.nextInt(60),
          random.nextInt(1_000));
    }
    String date = String.format("%04d-%02d-%02d", year(random), part(12, random), part(31, random));
    String time = String.format("%02d:%02d", part(23, random), part(59, random));
    String seconds = random.nextInt(15) == 0 ? "" : String.format(":%02d", part(59, random));
    String fraction =
        random.nextInt(3) == 0
            ? ""
            : (random.nextInt(15) == 0 ? "," : ".") + digits(random.nextInt(11), random);
    String separator = random.nextInt(15) == 0 ? " " : random.nextInt(15) == 0 ? "t" : "T";
    String zone =
        switch (random.nextInt(14)) {
          case 0 -> "";
          case 1 -> "+02:00";
          case 2 -> "-0530";
          case 3 -> "z";
          default -> "Z";
        };
    return switch (random.nextInt(20)) {
      case 0 -> date;
      case 1 -> number(random);
      case 2 -> digits(10, random);
      case 3 -> digits(13, random);
      case 4 -> "2025-07-01T00:00:00.129Z";
      default -> date + separator + time + seconds + fraction + zone;
    };
  }

  private static int year(Random random) {
    int[] years = {0, 1, 1969, 1970, 1999, 2000, 2024, 2025, 9999};
    return random.nextInt(3) == 0 ? years[random.nextInt(years.length)] : 2025;
  }

  /** Mostly in range, sometimes just not. */
  private static int part(int most, Random random) {
    return random.nextInt(40) == 0 ? most + 1 : random.nextInt(most + 1);
  }

  private static String number(Random random) {
    String sign = random.nextInt(4) == 0 ? "-" : random.nextInt(30) == 0 ? "+" : "";
    return switch (random.nextInt(24)) {
      case 0 -> sign + digits(1 + random.nextInt(20), random);
      case 1 -> sign + digits(1 + random.nextInt(10), random) + "." + digits(12, random);
      case 2 -> sign + digits(1, random) + "e" + random.nextInt(400);
      case 3 -> sign + "0." + digits(random.nextInt(20), random) + "E-" + random.nextInt(30);
      case 4 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
      case 5 -> sign + "." + digits(2, random);
      case 6 -> sign + digits(2, random) + ".";
      case 7 -> sign + "0";
      case 8 -> Double.toString(random.nextGaussian());
      default -> sign + (10 + random.nextInt(90)) + "." + digits(1 + random.nextInt(3), random);
    };
  }

  private static String digits(int count, Random random) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  /** Half of them stay as they are. */
  private static byte[] mutated(String text, Random random) {
    byte[] message = text.getBytes(random.nextInt(50) == 0 ? ISO_8859_1 : UTF_8);
    int changes = random.nextBoolean() ? 0 : 1 + random.nextInt(3);
    for (; changes > 0; changes--) {
      int at = random.nextInt(message.length + 1);
      int to = at + random.nextInt(Math.min(4, message.length - at + 1));
      byte[] piece =
          switch (random.nextInt(6)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> new byte[0];
            case 2 -> Arrays.copyOfRange(message, at, Math.min(message.length, at + 30));
            case 3 -> new byte[] {(byte) (' ' + random.nextInt(95))};
            default -> pick(PIECES, random).getBytes(UTF_8);
          };
      message = random.nextInt(30) == 0 ? Arrays.copyOf(message, at) : put(piece, message, at, to);
    }
    return message;
  }

  private static byte[] put(byte[] piece, byte[] message, int from, int to) {
    byte[] result = Arrays.copyOf(message, from + piece.length + message.length - to);
    System.arraycopy(piece, 0, result, from, piece.length);
    System.arraycopy(message, to, result, from + piece.length, message.length - to);
    return result;
  }

  private static String pick(String[] of, Random random) {
    return of[random.nextInt(of.length)];
  }
}
