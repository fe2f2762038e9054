package dev.isotherm.jobs.notify;

/**
 * The result of a request.
 *
 * @param outcome what to do next
 * @param detail for people, short, on one line
 * @param retryAfterMillis the wait that the receiver asks for; 0 if it does not
 */
record SendResult(Outcome outcome, String detail, long retryAfterMillis) {

  /** What to do next. */
  enum Outcome {
    /** It was delivered. */
    OK,
    /** The receiver is unavailable: send the same again later. */
    RETRY,
    /** The receiver rejects the content: do not send it again. */
    REFUSED
  }

  static SendResult retry(String detail) {
    return new SendResult(Outcome.RETRY, detail, 0);
  }
}
