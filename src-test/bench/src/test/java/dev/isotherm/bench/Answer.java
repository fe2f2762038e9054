package dev.isotherm.bench;

/**
 * What all contestants must come to: the averages of each sensor and day, folded into a few numbers
 * that do not depend on their order.
 *
 * @param groups how many there are
 * @param readings how many were averaged
 */
public record Answer(long groups, long readings, double minima, double maxima, double means) {

  /** As {@link #read} reads it. */
  public String line() {
    return groups + " " + readings + " " + minima + " " + maxima + " " + means;
  }

  static Answer read(String line) {
    String[] parts = line.split(" ", -1);
    return new Answer(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]),
        Double.parseDouble(parts[4]));
  }

  /** Whether both are the same, but for how sums were rounded. */
  public boolean agreesWith(Answer other) {
    return groups == other.groups
        && readings == other.readings
        && near(minima, other.minima)
        && near(maxima, other.maxima)
        && near(means, other.means);
  }

  private static boolean near(double one, double other) {
    return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one));
  }

  /** Folds one average after the other. */
  public static final class Folding {
    private long groups;
    private long readings;
    private double minima;
    private double maxima;
    private double means;

    public void add(long count, double min, double max, double mean) {
      groups++;
      readings += count;
      minima += min;
      maxima += max;
      means += mean;
    }

    public Answer answer() {
      return new Answer(groups, readings, minima, maxima, means);
    }
  }
}
