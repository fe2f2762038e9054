package dev.isotherm.local;

import dev.isotherm.jobs.Isotherm;

/** Entry point of the launcher. */
public final class LocalIsotherm {
  private LocalIsotherm() {}

  public static void main(String[] args) {
    Isotherm.main(args);
  }
}
