import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes a rule for each card from what is usual for it: the rows of {@code isotherm batch --print
 * csv}. The limit is the mean and four standard deviations, but at least {@value #FLOOR}.
 */
public class Limits {

  private static final double DEVIATIONS = 4;

  /** No amount below this is worth an alert. */
  private static final double FLOOR = 50;

  /** With fewer transactions, nobody knows what is usual: then only the limit of all cards holds. */
  private static final int LEAST_COUNT = 30;

  private static final double LIMIT_OF_ALL_CARDS = 2_000;

  public static void main(String[] arguments) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(arguments[0]));
    List<String> columns = List.of(lines.get(0).split(","));
    System.out.println("rules:");
    print("large_amount", "*", LIMIT_OF_ALL_CARDS);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      String card = cells[columns.indexOf("sensor_id")];
      if (!card.matches("[A-Za-z0-9_-]+")) {
        throw new IllegalArgumentException(card + ": a card must be of letters, digits, _ and -");
      }
      long count = Long.parseLong(cells[columns.indexOf("count")]);
      double mean = Double.parseDouble(cells[columns.indexOf("mean")]);
      double deviation = Double.parseDouble(cells[columns.indexOf("stddev")]);
      if (count >= LEAST_COUNT) {
        print("unusual_amount_" + card, card, Math.max(mean + DEVIATIONS * deviation, FLOOR));
      }
    }
  }

  private static void print(String rule, String card, double limit) {
    System.out.printf("  - name: %s%n", rule);
    System.out.printf("    metric: amount%n");
    System.out.printf("    sensors: \"%s\"%n", card);
    System.out.printf(Locale.ROOT, "    levels: { warning: { above: %.2f } }%n", limit);
    System.out.printf("    keepFiringFor: 1h%n");
    System.out.printf("    summary: \"{{sensor_id}}: {{value}}, more than {{threshold}}\"%n");
  }
}
