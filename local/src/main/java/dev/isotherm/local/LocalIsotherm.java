package dev.isotherm.local;

import dev.isotherm.jobs.Isotherm;

/** Entry point of the launcher: the same commands, with their jobs inside this process. */
public final class LocalIsotherm {
  private LocalIsotherm() {}

  public static void main(String[] args) {
    System.exit(Isotherm.run(args, new LocalEnvironments(System.err::println)));
  }
}
