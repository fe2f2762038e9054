package dev.isotherm.model.text;

import com.fasterxml.jackson.core.io.NumberOutput;

/** Numbers as people read them. */
public final class NumberText {
  private NumberText() {}

  /** The shortest decimal that reads back to the same double; whole numbers without a fraction. */
  public static String of(double value) {
    String shortest = NumberOutput.toString(value, true);
    return shortest.endsWith(".0") ? shortest.substring(0, shortest.length() - 2) : shortest;
  }
}
