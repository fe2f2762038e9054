package dev.isotherm.parse;

import java.util.Random;

/** Randomness that can be had again: {@code -Disotherm.seed=N} with the number printed. */
final class Seeded {

  private Seeded() {}

  static Random random(Class<?> test) {
    long seed = Long.getLong("isotherm.seed", new Random().nextLong());
    System.out.println(test.getSimpleName() + ": -Disotherm.seed=" + seed);
    return new Random(seed);
  }
}
