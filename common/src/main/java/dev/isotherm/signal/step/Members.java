package dev.isotherm.signal.step;

import dev.isotherm.average.SlidingMoments;
import dev.isotherm.signal.Evaluator;
import dev.isotherm.signal.Expression;
import dev.isotherm.signal.Percentile;
import dev.isotherm.signal.Truth;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The numbers that the members of a group have, in any order. */
final class Members {

  private static final double MIDDLE = 50;

  private double[] values = {};
  private int size;

  /** Adds a number; NaN, which is absent, is left out. */
  void add(double value) {
    if (Double.isNaN(value)) {
      return;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(4, 2 * size));
    }
    values[size++] = value;
  }

  void merge(Members other) {
    for (int i = 0; i < other.size; i++) {
      add(other.values[i]);
    }
  }

  /** Returns the result of a function; NaN if it is absent. */
  double result(Expression.AcrossMembers function) {
    boolean isOfConditions = function.argument().type() == Expression.Type.BOOLEAN;
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return switch (function.function()) {
      case COUNT -> isOfConditions ? held() : size;
      case SHARE -> Evaluator.finite((double) held() / size);
      default -> size == 0 ? Double.NaN : ofNumbers(function, sorted);
    };
  }

  private int held() {
    return (int) Arrays.stream(values, 0, size).filter(v -> v == Truth.TRUE.asReading()).count();
  }

  private static double ofNumbers(Expression.AcrossMembers function, double[] sorted) {
    double least = sorted[0];
    double greatest = sorted[sorted.length - 1];
    return switch (function.function()) {
      case MIN -> least;
      case MAX -> greatest;
      case RANGE -> Evaluator.finite(greatest - least);
      case MEDIAN -> Percentile.of(sorted, sorted.length, MIDDLE);
      case PERCENTILE -> Percentile.of(sorted, sorted.length, function.percent());
      case MEAN -> moments(sorted).mean();
      case STDDEV -> Evaluator.finite(moments(sorted).stddev());
      default -> Evaluator.finite(moments(sorted).sum());
    };
  }

  private static SlidingMoments moments(double[] values) {
    SlidingMoments moments = new SlidingMoments();
    for (double value : values) {
      moments.add(value);
    }
    return moments;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      out.writeDouble(values[i]);
    }
  }

  void addFrom(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      add(in.readDouble());
    }
  }
}
