package dev.isotherm.jobs.verify.compare;

/** Receives what a comparison finds. */
public interface Findings {

  /** A published result agrees with the log. */
  void matches();

  /** A published result differs from the log. */
  void differs(Difference difference);
}
