import java.time.Instant;

/** Writes the number of requests of a web shop in each 10 seconds of half an hour. */
public class Readings {

  public static void main(String[] arguments) {
    Instant start = Instant.parse("2025-07-01T12:00:00Z");
    for (int step = 0; step < 180; step++) {
      int minute = step / 6;
      boolean isBusy = minute == 5 || (minute >= 10 && minute < 20);
      System.out.printf(
          "{\"timestamp\":\"%s\",\"sensor_id\":\"shop\",\"requests\":%d}%n",
          start.plusSeconds(10L * step), isBusy ? 900 : 120);
    }
  }
}
