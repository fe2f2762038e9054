package dev.isotherm.rules.condition;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A condition that has names of the sensor table among its limits. It is never evaluated: {@link
 * #with} gives a condition of numbers for each series.
 *
 * @param kind of the condition with numbers: a threshold or a band
 * @param limits one of a threshold; the two ends of a band
 * @param clear for hysteresis; {@code null} for none
 * @param holdFor the name of a limit that says for how many seconds the condition must last before
 *     its level fires; {@code null} if the level says it
 */
public record TableLimits(
    Kind kind, List<Limit> limits, @Nullable Clear clear, @Nullable String holdFor)
    implements Condition {

  /**
   * Second limits, for hysteresis.
   *
   * @param key one of {@link Kind#clearKeys}
   * @param limits as many as the condition has
   */
  public record Clear(String key, List<Limit> limits) implements Serializable {

    public Clear {
      limits = List.copyOf(limits);
    }

    @Override
    public String toString() {
      return key + " " + text(limits);
    }
  }

  public TableLimits {
    limits = List.copyOf(limits);
    boolean isBand = kind == Kind.OUTSIDE || kind == Kind.INSIDE;
    if (kind.clearKeys().isEmpty() || limits.size() != (isBand ? 2 : 1)) {
      throw new IllegalArgumentException(kind + " " + limits + ": must be a threshold or a band");
    }
    if (clear != null
        && (!kind.clearKeys().contains(clear.key) || clear.limits.size() != limits.size())) {
      throw new IllegalArgumentException(kind + ", " + clear + ": does not go with it");
    }
  }

  /** Its level says how long it must last. */
  public TableLimits(Kind kind, List<Limit> limits, @Nullable Clear clear) {
    this(kind, limits, clear, null);
  }

  /** The names of limits, sorted. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    all().map(Limit::name).filter(Objects::nonNull).forEach(names::add);
    if (holdFor != null) {
      names.add(holdFor);
    }
    return names;
  }

  private Stream<Limit> all() {
    return clear == null ? limits.stream() : Stream.concat(limits.stream(), clear.limits.stream());
  }

  /**
   * This condition with numbers.
   *
   * @param table gives the number of each name, and must know all of them
   * @throws dev.isotherm.model.InvalidFieldException if the numbers do not go together
   */
  public Condition with(Function<String, OptionalDouble> table) {
    double[] numbers = numbers(limits, table);
    double[] clearNumbers = clear == null ? null : numbers(clear.limits, table);
    if (numbers.length == 2) {
      return new Band(kind, interval(numbers), clear == null ? null : interval(clearNumbers));
    }
    boolean isInclusive = clear != null && clear.key.equals(kind.clearKeys().get(1));
    return new Threshold(
        kind, numbers[0], clear == null ? null : new Threshold.Clear(clearNumbers[0], isInclusive));
  }

  private static double[] numbers(List<Limit> limits, Function<String, OptionalDouble> table) {
    return limits.stream().mapToDouble(limit -> limit.in(table).orElseThrow()).toArray();
  }

  private static Band.Interval interval(double[] ends) {
    return new Band.Interval(ends[0], ends[1]);
  }

  @Override
  public boolean holds(double value, double lowest, double highest, boolean heldBefore) {
    throw notEvaluated();
  }

  @Override
  public double limitOf(double compared) {
    throw notEvaluated();
  }

  private IllegalStateException notEvaluated() {
    return new IllegalStateException(this + ": has no numbers without a series");
  }

  /** Is only known of the numbers of a series. */
  @Override
  public boolean mayFollow(Condition milder) {
    return true;
  }

  @Override
  public boolean hasHysteresis() {
    return clear != null;
  }

  static String text(List<Limit> limits) {
    return limits.size() == 1 ? limits.get(0).toString() : limits.toString();
  }

  @Override
  public String toString() {
    String plain = kind.key() + " " + text(limits);
    String cleared = clear == null ? plain : plain + ", " + clear;
    return holdFor == null ? cleared : cleared + ", holdFor " + Limit.named(holdFor);
  }
}
