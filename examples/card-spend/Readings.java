import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes card transactions: those of a month with {@code history}, those of the day after it with
 * {@code day}.
 */
public class Readings {

  private static final Instant JUNE = Instant.parse("2025-06-01T00:00:00Z");
  private static final Instant JULY = Instant.parse("2025-07-01T00:00:00Z");

  private record Transaction(Instant time, String card, double amount, String merchant) {}

  /** What is usual for a card: how often a day, and how much, with which spread. */
  private record Habit(String card, int perDay, double mean, double spread, String merchant) {}

  private static final List<Habit> HABITS =
      List.of(
          new Habit("card-01", 3, 35, 12, "grocery"),
          new Habit("card-02", 2, 240, 90, "travel"),
          new Habit("card-03", 4, 5, 1.5, "cafe"),
          new Habit("card-04", 2, 80, 25, "fuel"));

  public static void main(String[] arguments) {
    List<Transaction> all = new ArrayList<>();
    if (arguments[0].equals("history")) {
      Random random = new Random(11);
      for (Instant day = JUNE; day.isBefore(JULY); day = day.plus(Duration.ofDays(1))) {
        addUsual(all, day, random);
      }
      add(all, JUNE, "12:00", "card-06", 60, "bookshop"); // too few to say what is usual
    } else {
      addUsual(all, JULY, new Random(12));
      add(all, JULY, "09:30", "card-01", 420, "electronics"); // usual for card-02
      add(all, JULY, "10:10", "card-02", 420, "hotel");
      add(all, JULY, "11:20", "card-03", 38, "restaurant"); // much for card-03, but little money
      add(all, JULY, "13:00", "card-04", 950, "jeweller");
      add(all, JULY, "13:02", "card-04", 990, "jeweller");
      add(all, JULY, "14:00", "card-05", 2600, "electronics"); // a new card
    }
    all.sort(Comparator.comparing(Transaction::time));
    System.out.println("time,card,amount,merchant");
    for (Transaction one : all) {
      System.out.printf(
          Locale.ROOT, "%s,%s,%.2f,%s%n", one.time, one.card, one.amount, one.merchant);
    }
  }

  private static void addUsual(List<Transaction> all, Instant day, Random random) {
    for (Habit habit : HABITS) {
      for (int i = 0; i < habit.perDay; i++) {
        Instant time = day.plusSeconds(8 * 3_600 + random.nextInt(12 * 3_600));
        double amount = Math.max(1, habit.mean + habit.spread * random.nextGaussian());
        all.add(new Transaction(time, habit.card, amount, habit.merchant));
      }
    }
  }

  private static void add(
      List<Transaction> all, Instant day, String at, String card, double amount, String merchant) {
    Instant time = Instant.parse(day.toString().substring(0, 11) + at + ":00Z");
    all.add(new Transaction(time, card, amount, merchant));
  }
}
