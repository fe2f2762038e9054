package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;

/** One form in which instants are written. */
interface InstantForm {

  /** The text is of another form. */
  long NO_MATCH = Long.MIN_VALUE;

  /**
   * Reads an instant that fills the given bytes.
   *
   * @return milliseconds since the epoch, which may exceed what {@link TimestampParser} allows;
   *     {@link #NO_MATCH} if the text is of another form
   * @throws ParseException if the text has this form but is no instant, such as 30 February
   */
  long read(byte[] b, int off, int end) throws ParseException;
}
