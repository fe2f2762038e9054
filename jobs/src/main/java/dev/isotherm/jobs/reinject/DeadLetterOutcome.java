package dev.isotherm.jobs.reinject;

/** What became of one record of the rejected topic. */
enum DeadLetterOutcome {
  /** Published again, and marked. */
  REINJECTED("reinjected"),
  /** Marked by an earlier run. */
  REINJECTED_BEFORE("reinjected before"),

  // What follows is left where it is.

  /** Its reason was not asked for. */
  OTHER_REASON("of another reason"),
  /** No reason at all: no dead letter of Isotherm. */
  FOREIGN("not from Isotherm"),
  /** Not all of the message is there. */
  CUT("cut"),
  /** A tombstone: there is nothing to publish, and nothing to fix. */
  NO_VALUE("without a value"),
  /** The message was a dead letter before, and came back. */
  REJECTED_AGAIN("rejected again"),
  /** As many were reinjected as were asked for. */
  OVER_LIMIT("over the limit"),
  /** The command that fixes did not. */
  NOT_FIXED("not fixed"),
  /** The topic takes no message as large as this. */
  TOO_LARGE("too large"),
  /** The run ended before the broker confirmed it. The next run finds out. */
  UNCONFIRMED("not confirmed");

  private final String words;

  DeadLetterOutcome(String words) {
    this.words = words;
  }

  boolean isLeft() {
    return this != REINJECTED && this != REINJECTED_BEFORE;
  }

  @Override
  public String toString() {
    return words;
  }
}
