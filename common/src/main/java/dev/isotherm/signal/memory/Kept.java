package dev.isotherm.signal.memory;

import java.io.DataOutput;
import java.io.IOException;

/**
 * What the evaluation of a signal keeps from one message to the next. It changes in place, because
 * it is on the path of every message.
 */
public interface Kept {

  /** Writes it in a form with a version. */
  void writeTo(DataOutput out) throws IOException;

  /** Returns a copy that shares nothing with this one. */
  Kept copy();
}
