package dev.isotherm.signal.window;

/**
 * What is kept of the readings of one {@link Window}, so that a result needs no look at all of
 * them. A result depends on the readings alone, and not on how the window came to hold them.
 */
interface Aggregate {

  /** A reading becomes the newest of the window; {@code index} is the window's end. */
  default void add(Window window, long index) {}

  /** The oldest reading leaves the window; {@code index} is the window's start. */
  default void remove(Window window, long index) {}

  /** Returns the result; NaN if it is absent. */
  double result(Window window);

  /** Whether it looks at the reading before the window. */
  default boolean needsBase() {
    return false;
  }
}
