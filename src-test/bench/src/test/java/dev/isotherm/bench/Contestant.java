package dev.isotherm.bench;

import java.util.Optional;

/** Who takes part in a contest. */
public interface Contestant {

  /** For people. */
  String name();

  /** How much it does in one run; one that is slow may do less, as rates are compared. */
  long units();

  /**
   * Does it once.
   *
   * @throws IllegalStateException if it failed, or came to a wrong answer
   */
  Run run() throws Exception;

  /**
   * One run.
   *
   * @param warmSeconds from the start of its process until the clock was started
   * @param seconds of its work
   * @param cpuSeconds of its process, all threads, meanwhile
   * @param startSeconds how much of that it takes to begin and to end, whatever there is to do; 0
   *     where that is left out already
   * @param answer what it came to, to be compared; empty if it computes nothing
   */
  record Run(
      double warmSeconds,
      double seconds,
      double cpuSeconds,
      double startSeconds,
      Optional<Answer> answer) {}
}
