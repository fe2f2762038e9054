package dev.isotherm.jobs.report;

import dev.isotherm.model.Average;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/**
 * The columns that averages have only if they were asked for: percentiles.
 *
 * @param percentiles the numbers of the percentiles
 */
public record ExtraColumns(List<String> percentiles) {

  /** No such columns. */
  public static final ExtraColumns NONE = new ExtraColumns(List.of());

  /** The columns that averages of one run have. */
  public static ExtraColumns of(Collection<Average> averages) {
    return averages.stream()
        .findFirst()
        .map(average -> new ExtraColumns(average.percentiles().numbers()))
        .orElse(NONE);
  }

  /** The names of the columns: {@code p50}, {@code p99.9}. */
  List<String> names() {
    return percentiles.stream().map(number -> "p" + number).toList();
  }

  /** The cells of an average; empty where it has no such value. */
  List<String> cells(Average average, DoubleFunction<String> number) {
    List<String> cells = new ArrayList<>();
    for (String percentile : percentiles) {
      OptionalDouble value = average.percentiles().value(percentile);
      cells.add(value.isPresent() ? number.apply(value.getAsDouble()) : "");
    }
    return cells;
  }
}
