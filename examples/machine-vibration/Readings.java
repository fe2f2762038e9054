import java.time.Instant;

/** Writes what two pumps' vibration sensors sent in ten minutes, once per second. */
public class Readings {

  public static void main(String[] arguments) {
    long start = Instant.parse("2025-07-01T12:00:00Z").toEpochMilli();
    for (int second = 0; second < 600; second++) {
      long at = start + 1_000L * second;
      write(at, "pump-1", second == 100 ? 9 : 2); // a single shock
      write(at, "pump-2", second < 300 || second >= 500 ? 2 : second < 400 ? 4.6 : 7.5);
    }
  }

  private static void write(long at, String name, double rms) {
    System.out.printf(
        "{\"ts\":%d,\"machine\":{\"line\":\"L1\",\"name\":\"%s\"},\"vib\":{\"rms\":\"%s mm/s\"}}%n",
        at, name, rms);
  }
}
