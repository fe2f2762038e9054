package dev.isotherm.jobs.fleet;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a fleet's messages as JSON lines, as fast as the disk allows. The rate sets the timestamps
 * only.
 */
public final class FleetFile implements Closeable {
  private static final int CHECK_INTERVAL = 1024;

  private final Writer out;
  private long written;
  private long malformed;
  private volatile boolean stopped;

  private FleetFile(Writer out) {
    this.out = out;
  }

  /** Creates or overwrites the file, compressed if its name ends in {@code .gz}. */
  public static FleetFile at(Path path) throws IOException {
    OutputStream bytes = Files.newOutputStream(path);
    if (path.toString().endsWith(".gz")) {
      bytes = new GZIPOutputStream(bytes, 1 << 16);
    }
    return new FleetFile(
        new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16));
  }

  /** Writes to the command's standard output. */
  public static FleetFile standardOutput(PrintWriter out) {
    return new FleetFile(out);
  }

  /** Writes until {@code count} messages are written, it is stopped, or nobody reads the output. */
  public void write(Fleet fleet, Rate rate, Instant start, long count) throws IOException {
    while (written < count && !stopped) {
      Fleet.Message message = fleet.message(written, rate.dueAt(start, written));
      out.write(message.text());
      out.write('\n');
      written++;
      malformed += message.malformed() ? 1 : 0;
      if (written % CHECK_INTERVAL == 0 && out instanceof PrintWriter pipe && pipe.checkError()) {
        return; // the reader has closed the pipe, as head does
      }
    }
    out.flush();
  }

  public void stop() {
    stopped = true;
  }

  public long written() {
    return written;
  }

  public long malformed() {
    return malformed;
  }

  @Override
  public void close() throws IOException {
    if (out instanceof PrintWriter) {
      out.flush();
    } else {
      out.close();
    }
  }
}
