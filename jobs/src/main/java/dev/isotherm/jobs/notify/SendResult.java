package dev.isotherm.jobs.notify;

/**
 * What became of a request.
 *
 * @param outcome what to do next
 * @param detail for people, short, on one line
 * @param retryAfterMillis how long the receiver wants not to be asked; 0 if it did not say
 */
record SendResult(Outcome outcome, String detail, long retryAfterMillis) {

  /** What to do next. */
  enum Outcome {
    /** It was taken. */
    OK,
    /** The receiver is away, or not as it should be: the same again, later. */
    RETRY,
    /** What was sent is not to the receiver's liking, and will not be. */
    REFUSED
  }

  static SendResult retry(String detail) {
    return new SendResult(Outcome.RETRY, detail, 0);
  }
}
