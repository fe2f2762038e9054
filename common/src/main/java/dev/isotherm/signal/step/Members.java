package dev.isotherm.signal.step;

import dev.isotherm.average.ExactRatio;
import dev.isotherm.average.ExactSum;
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
    return switch (function.function()) {
      case COUNT -> isOfConditions ? held() : size;
      case SHARE -> Evaluator.finite((double) held() / size);
      default -> size == 0 ? Double.NaN : ofNumbers(function);
    };
  }

  private int held() {
    int held = 0;
    for (int i = 0; i < size; i++) {
      held += values[i] == Truth.TRUE.asReading() ? 1 : 0;
    }
    return held;
  }

  private double ofNumbers(Expression.AcrossMembers function) {
    return switch (function.function()) {
      case MIN -> least();
      case MAX -> greatest();
      case RANGE -> Evaluator.finite(greatest() - least());
      case MEDIAN -> percentile(MIDDLE);
      case PERCENTILE -> percentile(function.percent());
      case MEAN -> ExactRatio.of(sum(), 1, size);
      case STDDEV -> Evaluator.finite(moments().stddev());
      default -> Evaluator.finite(sum().rounded());
    };
  }

  private double least() {
    double least = values[0];
    for (int i = 1; i < size; i++) {
      least = Math.min(least, values[i]);
    }
    return least;
  }

  private double greatest() {
    double greatest = values[0];
    for (int i = 1; i < size; i++) {
      greatest = Math.max(greatest, values[i]);
    }
    return greatest;
  }

  private double percentile(double percent) {
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return Percentile.of(sorted, size, percent);
  }

  private ExactSum sum() {
    ExactSum sum = new ExactSum();
    for (int i = 0; i < size; i++) {
      sum.add(values[i]);
    }
    return sum;
  }

  private SlidingMoments moments() {
    SlidingMoments moments = new SlidingMoments();
    for (int i = 0; i < size; i++) {
      moments.add(values[i]);
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
