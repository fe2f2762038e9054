package dev.isotherm.jobs.report;

import dev.isotherm.model.Average;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/**
 * The columns that not all averages have: percentiles, if they were asked for, and how many
 * readings were expected, if the sensor table says that of any series.
 *
 * @param percentiles the numbers of the percentiles
 * @param coverage whether there are the columns {@code expected} and {@code coverage}
 */
public record ExtraColumns(List<String> percentiles, boolean coverage) {

  /** No such columns. */
  public static final ExtraColumns NONE = new ExtraColumns(List.of(), false);

  /** The columns that averages of one run have. */
  public static ExtraColumns of(Collection<Average> averages) {
    if (averages.isEmpty()) {
      return NONE;
    }
    return new ExtraColumns(
        averages.iterator().next().percentiles().numbers(),
        averages.stream().anyMatch(average -> average.expected() > 0));
  }

  /** The names of the columns: {@code p50}, {@code p99.9}, {@code coverage}. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    percentiles.forEach(number -> names.add("p" + number));
    if (coverage) {
      names.add("expected");
      names.add("coverage");
    }
    return names;
  }

  /** The cells of an average; empty where it has no such value. */
  List<String> cells(Average average, DoubleFunction<String> number) {
    List<String> cells = new ArrayList<>();
    for (String percentile : percentiles) {
      OptionalDouble value = average.percentiles().value(percentile);
      cells.add(cell(value, number));
    }
    if (coverage) {
      cells.add(average.expected() == 0 ? "" : Long.toString(average.expected()));
      cells.add(cell(average.coverage(), number));
    }
    return cells;
  }

  private static String cell(OptionalDouble value, DoubleFunction<String> number) {
    return value.isPresent() ? number.apply(value.getAsDouble()) : "";
  }
}
