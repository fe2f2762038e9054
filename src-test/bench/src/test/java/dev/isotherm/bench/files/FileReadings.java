package dev.isotherm.bench.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/**
 * Readings of a seed as files: 1,000 sensors, 30 days, in the order of time. What a parser might be
 * tuned to varies: names and numbers are of different lengths, and in JSON the members' order and
 * the spaces, and some members are nobody's business.
 */
public final class FileReadings {

  private static final int SENSORS = 1_000;
  private static final long BEGIN = Instant.parse("2025-07-01T00:00:00Z").toEpochMilli();
  private static final long SPAN = 30L * 24 * 3_600_000;
  private static final String[] SITES = {"s", "boiler-", "hall/north/", "sensor_", "line 7 "};

  private final Random random;
  private final long rows;
  private final StringBuilder line = new StringBuilder();

  private FileReadings(long seed, long rows) {
    this.random = new Random(seed);
    this.rows = rows;
  }

  /** The file of so many rows; written if it is not there. */
  public static Path file(Path folder, boolean json, long rows, long seed) throws IOException {
    Path file = folder.resolve("readings-" + rows + "-" + seed + (json ? ".jsonl" : ".csv"));
    if (Files.exists(file)) {
      return file;
    }
    Files.createDirectories(folder);
    Path begun = folder.resolve(file.getFileName() + ".begun");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(begun), 1 << 20)) {
      new FileReadings(seed, rows).write(json, out);
    }
    return Files.move(begun, file);
  }

  private void write(boolean json, OutputStream out) throws IOException {
    if (!json) {
      out.write("timestamp,sensor_id,temperature\n".getBytes(StandardCharsets.US_ASCII));
    }
    for (long row = 0; row < rows; row++) {
      line.setLength(0);
      int sensor = random.nextInt(SENSORS);
      String name = SITES[sensor % SITES.length] + sensor;
      String timestamp = timestamp(BEGIN + (long) ((double) row / rows * SPAN));
      String value = value();
      if (json) {
        object(sensor, timestamp, name, value);
      } else {
        line.append(timestamp).append(',').append(name).append(',').append(value);
      }
      line.append('\n');
      out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** With milliseconds, or without where there are none. */
  private static String timestamp(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private String value() {
    double value = 20 + 6 * random.nextGaussian();
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

  private void object(int sensor, String timestamp, String name, String value) {
    String space = sensor % 3 == 0 ? "" : " ";
    String[] members = {
      "\"timestamp\":" + space + '"' + timestamp + '"',
      "\"sensor_id\":" + space + '"' + name + '"',
      "\"temperature\":" + space + value,
      "\"unit\":" + space + "\"C\""
    };
    int count = sensor % 7 == 0 ? 4 : 3;
    int first = sensor % count;
    line.append('{');
    for (int i = 0; i < count; i++) {
      line.append(i == 0 ? "" : "," + space).append(members[(first + i) % count]);
    }
    line.append('}');
  }
}
