package dev.isotherm.agreement;

import dev.isotherm.model.Average;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.percentile.Percentiles;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says in the plainest way, and with none of the application's parts, what must come out. */
final class Oracle {
  private Oracle() {}

  /** Start and end of a window. */
  record Window(Series series, long start, long end) {}

  /** The averages of readings, each as revision 0. */
  static List<Average> averages(Map<Window, List<Double>> values, List<String> percentiles) {
    List<Average> averages = new ArrayList<>();
    values.forEach(
        (window, all) -> averages.add(average(window, all).with(percentiles(all, percentiles))));
    return averages;
  }

  private static Percentiles percentiles(List<Double> values, List<String> numbers) {
    List<Double> sorted = values.stream().sorted().toList();
    int last = sorted.size() - 1;
    return new Percentiles(
        numbers.stream()
            .sorted(Comparator.comparing(BigDecimal::new))
            .map(
                number -> {
                  double exact = sorted.get(nearestRank(number, sorted.size()) - 1);
                  double near = Math.max(middleOfBucket(exact), sorted.get(0));
                  return new Percentiles.Percentile(number, Math.min(near, sorted.get(last)));
                })
            .toList());
  }

  private static int nearestRank(String number, int size) {
    return new BigDecimal(number)
        .multiply(BigDecimal.valueOf(size))
        .divide(BigDecimal.valueOf(100))
        .setScale(0, RoundingMode.CEILING)
        .intValueExact();
  }

  /** Each power of two has 64 buckets; numbers that are not normal are in one with 0. */
  private static double middleOfBucket(double value) {
    double size = Math.abs(value);
    if (size < Double.MIN_NORMAL) {
      return 0;
    }
    int exponent = Math.getExponent(size);
    double bucket = Math.floor(Math.scalb(size, -exponent) * 64) + 0.5;
    return Math.copySign(Math.scalb(bucket / 64, exponent), value);
  }

  /** The values of each window. */
  static Map<Window, List<Double>> values(List<Reading> readings, Scenario.Windows windows) {
    Map<Window, List<Double>> values = new HashMap<>();
    if (windows.sessionGap() != null) {
      sessions(readings, windows.sessionGap().toMillis(), values);
    } else {
      for (Reading reading : readings) {
        for (Window window : windowsOf(reading, windows)) {
          values.computeIfAbsent(window, key -> new ArrayList<>()).add(reading.value());
        }
      }
    }
    return values;
  }

  private static List<Window> windowsOf(Reading reading, Scenario.Windows windows) {
    long instant = reading.epochMillis();
    if (windows.hourOf() != null) {
      ZonedDateTime hour =
          Instant.ofEpochMilli(instant).atZone(windows.hourOf()).truncatedTo(ChronoUnit.HOURS);
      return List.of(
          new Window(
              reading.series(),
              hour.toInstant().toEpochMilli(),
              hour.plusHours(1).toInstant().toEpochMilli()));
    }
    long length = windows.length().toMillis();
    long slide = windows.slide() == null ? length : windows.slide().toMillis();
    List<Window> all = new ArrayList<>();
    long last = instant - Math.floorMod(instant, slide);
    for (long start = last; start > instant - length; start -= slide) {
      all.add(new Window(reading.series(), start, start + length));
    }
    return all;
  }

  private static void sessions(List<Reading> readings, long gap, Map<Window, List<Double>> values) {
    Map<Series, List<Reading>> bySeries = new HashMap<>();
    for (Reading reading : readings) {
      bySeries.computeIfAbsent(reading.series(), key -> new ArrayList<>()).add(reading);
    }
    bySeries.forEach(
        (series, all) -> {
          all.sort(Comparator.comparingLong(Reading::epochMillis));
          int first = 0;
          for (int i = 1; i <= all.size(); i++) {
            long before = all.get(i - 1).epochMillis();
            if (i == all.size() || all.get(i).epochMillis() > before + gap) {
              values.put(
                  new Window(series, all.get(first).epochMillis(), before + gap),
                  all.subList(first, i).stream().map(Reading::value).toList());
              first = i;
            }
          }
        });
  }

  private static Average average(Window window, List<Double> values) {
    BigDecimal n = BigDecimal.valueOf(values.size());
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      BigDecimal exact = new BigDecimal(value);
      sum = sum.add(exact);
      squares = squares.add(exact.multiply(exact));
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    BigDecimal spread = n.multiply(squares).subtract(sum.multiply(sum));
    // Exact where the root is a number of few bits, so that a tie is seen to be one.
    MathContext precise = new MathContext(spread.signum() == 0 ? 1 : 900);
    return new Average(
        window.series(),
        window.start(),
        window.end(),
        values.size(),
        sum.doubleValue(),
        sum.divide(n, new MathContext(sum.precision() + 60)).doubleValue(),
        min,
        max,
        spread.sqrt(precise).divide(n, precise).doubleValue(),
        0);
  }
}
