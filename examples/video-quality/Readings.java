import java.time.Instant;

/** Writes what two players report each minute: six samples in one message. */
public class Readings {

  public static void main(String[] arguments) {
    Instant start = Instant.parse("2025-07-01T20:00:00Z");
    for (int minute = 0; minute < 10; minute++) {
      for (String player : new String[] {"phone", "tv"}) {
        boolean stalls = player.equals("phone") && minute >= 4 && minute < 7;
        StringBuilder samples = new StringBuilder();
        for (int i = 0; i < 6; i++) {
          Instant at = start.plusSeconds(60L * minute + 10L * i);
          samples.append(i == 0 ? "" : ",");
          samples.append("{\"at\":\"").append(at).append("\",\"rebuffering\":");
          samples.append(stalls ? 0.05 : 0.0).append(",\"kbps\":").append(stalls ? 800 : 4000);
          samples.append('}');
        }
        System.out.printf("{\"player\":\"%s\",\"samples\":[%s]}%n", player, samples);
      }
    }
  }
}
