package dev.isotherm.bench;

/** A contestant that must come to an answer that is known. */
record Checked(Contestant contestant, Answer wanted) implements Contestant {

  @Override
  public String name() {
    return contestant.name();
  }

  @Override
  public long units() {
    return contestant.units();
  }

  @Override
  public Run run() throws Exception {
    Run run = contestant.run();
    Answer answer = run.answer().orElseThrow();
    if (!wanted.agreesWith(answer)) {
      throw new IllegalStateException(name() + " came to " + answer + ", must be " + wanted);
    }
    return run;
  }
}
