package dev.isotherm.sensors;

import dev.isotherm.fixtures.ManySensors;
import dev.isotherm.model.Series;
import dev.isotherm.sensors.file.SensorFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a table of a million sensors costs; run by {@code mvn -Pbench verify}, and by nothing else.
 */
class SensorTableBenchmark {

  private static final int SENSORS = 1_000_000;
  private static final int LOOKUPS = 2_000_000;

  @TempDir private Path folder;

  private long consumed;

  @Test
  void aMillionSensors() throws IOException {
    measure(folder, false);
    measure(folder, true);
  }

  /** By hand, so that the heap can be limited: {@code java -Xmx300m … FOLDER [serials]}. */
  public static void main(String[] arguments) throws IOException {
    new SensorTableBenchmark().measure(Path.of(arguments[0]), arguments.length > 1);
  }

  private void measure(Path in, boolean serials) throws IOException {
    Path file = in.resolve(serials ? "serials.csv" : "sensors.csv");
    if (!Files.exists(file)) {
      ManySensors.write(file, SENSORS, serials);
    }
    System.gc();
    long before = usedBytes();
    Watch watch = new Watch();
    SensorTable table = SensorFile.read(file);
    say("%s, %d MB", file.getFileName(), Files.size(file) / 1_000_000);
    say("  read in %s", watch);
    System.gc();
    say("  takes %d MB of the heap", (usedBytes() - before) / 1_000_000);
    watch = new Watch();
    say("  fingerprint %s in %s", table.fingerprint(), watch);
    for (int sensors : new int[] {SENSORS, 20_000, 1_000}) {
      lookUp(table, sensors);
      double[] nanos = lookUp(table, sensors);
      say("  lookup in %,d sensors: spec %.0f ns, labels %.0f ns", sensors, nanos[0], nanos[1]);
    }
    say("  (%d)", consumed);
  }

  /** Time since its beginning: that of the clock, and that of the processor in this thread. */
  private static final class Watch {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private final long start = System.nanoTime();
    private final long startOfThread = THREADS.getCurrentThreadCpuTime();

    double seconds() {
      return (THREADS.getCurrentThreadCpuTime() - startOfThread) / 1e9;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%.1f s (thread: %.1f s)", (System.nanoTime() - start) / 1e9, seconds());
    }
  }

  /** Nanoseconds of the processor for a spec, and for labels, of random sensors. */
  private double[] lookUp(SensorTable table, int among) {
    Random random = new Random(among);
    Series[] series = new Series[Math.min(among, 100_000)];
    for (int i = 0; i < series.length; i++) {
      series[i] = new Series(ManySensors.name(random.nextInt(among)), "temperature");
    }
    Watch ofSpecs = new Watch();
    for (int i = 0; i < LOOKUPS; i++) {
      consumed += table.spec(series[i % series.length]).limits().size();
    }
    double specs = ofSpecs.seconds();
    Watch ofLabels = new Watch();
    for (int i = 0; i < LOOKUPS; i++) {
      consumed += table.labels(series[i % series.length].sensorId()).size();
    }
    return new double[] {specs * 1e9 / LOOKUPS, ofLabels.seconds() * 1e9 / LOOKUPS};
  }

  private static long usedBytes() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}
