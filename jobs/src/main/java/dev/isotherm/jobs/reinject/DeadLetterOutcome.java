package dev.isotherm.jobs.reinject;

/** The result of a run for one record of the rejected topic. */
enum DeadLetterOutcome {
  /** Published again, and marked. */
  REINJECTED("reinjected"),
  /** Marked by an earlier run. */
  REINJECTED_BEFORE("reinjected before"),

  // All following outcomes leave the letter where it is.

  /** Its reason was not requested. */
  OTHER_REASON("of another reason"),
  /** It has no reason, so it is no dead letter of Isotherm. */
  FOREIGN("not from Isotherm"),
  /** A part of the message is missing. */
  CUT("cut"),
  /** It is a tombstone: there is nothing to publish or to fix. */
  NO_VALUE("without a value"),
  /** The message was reinjected before and was rejected again. */
  REJECTED_AGAIN("rejected again"),
  /** The requested number of letters was reached. */
  OVER_LIMIT("over the limit"),
  /** The fix command failed. */
  NOT_FIXED("not fixed"),
  /** The topic accepts no message of this size. */
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
