package dev.isotherm.jobs;

/** Entry point of the submitted jar. */
public final class Isotherm {
  private Isotherm() {}

  public static void main(String[] args) {
    System.out.println("isotherm");
  }
}
