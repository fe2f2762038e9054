import java.time.Instant;
import java.time.LocalTime;
import java.util.Locale;

/** Writes what four temperature loggers of a cold store measured in a day, each minute. */
public class Readings {

  public static void main(String[] arguments) {
    System.out.println("time,box,temp");
    Instant midnight = Instant.parse("2025-07-01T00:00:00Z");
    for (int minute = 8 * 60; minute < 18 * 60; minute++) {
      Instant at = midnight.plusSeconds(60L * minute);
      write(at, "A", 4);
      write(at, "B", minute >= 600 && minute < 620 ? 9 : 4); // the door is open at 10:00
      write(at, "C", minute < 720 ? 4 : 4 + (minute - 720) / 10.0); // the compressor fails at 12:00
      if (LocalTime.MIN.plusMinutes(minute).isBefore(LocalTime.of(14, 0))) {
        write(at, "D", 5); // the battery of the logger is empty at 14:00
      }
    }
  }

  private static void write(Instant at, String box, double celsius) {
    System.out.println(at + "," + box + "," + String.format(Locale.ROOT, "%.1f", celsius));
  }
}
