package dev.isotherm.parse;

import dev.isotherm.model.Rejection;
import dev.isotherm.parse.message.Parsed.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * A message that cannot become readings, or those elements of its array that cannot for one reason.
 *
 * @param why reason and sentence; of several elements, the sentence of the first
 * @param raw the bytes of the message; of elements, the message without all others
 * @param element index of the first of the elements; {@link Rejection#WHOLE} for a whole message
 * @param messages number of the elements; 1 for a whole message
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RejectedMessage(Rejected why, byte @Nullable [] raw, int element, int messages) {

  /** Returns a whole message. */
  static RejectedMessage whole(Rejected why, byte @Nullable [] raw) {
    return new RejectedMessage(why, raw, Rejection.WHOLE, 1);
  }
}
