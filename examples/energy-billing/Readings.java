import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Writes what two electricity meters in Germany used in each quarter of an hour, in local time
 * without an offset, as billing systems export it. October has the hour that comes twice.
 */
public class Readings {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm");

  public static void main(String[] arguments) {
    System.out.println("Zaehler;Beginn;Verbrauch kWh");
    for (String meter : new String[] {"DE-0001", "DE-0002"}) {
      Instant end = Instant.from(LocalDateTime.of(2025, 12, 1, 0, 0).atZone(BERLIN));
      Instant at = Instant.from(LocalDateTime.of(2025, 10, 1, 0, 0).atZone(BERLIN));
      for (; at.isBefore(end); at = at.plusSeconds(900)) {
        LocalDateTime local = LocalDateTime.ofInstant(at, BERLIN);
        boolean isDay = local.getHour() >= 6 && local.getHour() < 22;
        String used = meter.equals("DE-0001") ? "0,25" : isDay ? "0,5" : "0,1";
        System.out.println(meter + ";" + LOCAL.format(local) + ";" + used);
      }
    }
  }
}
