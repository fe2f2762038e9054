package dev.isotherm.bench.files;

import dev.isotherm.bench.ReadingText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/** Readings of a seed as files: 1,000 sensors, 30 days, in the order of time. */
public final class FileReadings {

  private static final int SENSORS = 1_000;
  private static final long BEGIN = Instant.parse("2025-07-01T00:00:00Z").toEpochMilli();
  private static final long SPAN = 30L * 24 * 3_600_000;

  private final Random random;
  private final long rows;
  private final StringBuilder line = new StringBuilder();

  private FileReadings(long seed, long rows) {
    this.random = new Random(seed);
    this.rows = rows;
  }

  /** The file of so many rows; written if it is not there. */
  public static Path file(Path folder, FileShape shape, long rows, long seed) throws IOException {
    Path file = folder.resolve("readings-" + rows + "-" + seed + "." + shape.ending());
    if (Files.exists(file)) {
      return file;
    }
    Files.createDirectories(folder);
    Path begun = folder.resolve(file.getFileName() + ".begun");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(begun), 1 << 20)) {
      new FileReadings(seed, rows).write(shape, out);
    }
    return Files.move(begun, file);
  }

  private void write(FileShape shape, OutputStream out) throws IOException {
    out.write(shape.header().getBytes(StandardCharsets.US_ASCII));
    for (long row = 0; row < rows; row++) {
      line.setLength(0);
      int sensor = random.nextInt(SENSORS);
      shape.append(line, sensor, BEGIN + (long) ((double) row / rows * SPAN), value());
      line.append('\n');
      out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private String value() {
    return ReadingText.number(20 + 6 * random.nextGaussian(), random);
  }
}
