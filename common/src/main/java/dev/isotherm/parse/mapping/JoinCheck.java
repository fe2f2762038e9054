package dev.isotherm.parse.mapping;

import org.jspecify.annotations.Nullable;

/** Checks the texts of several fields before they are joined. */
@FunctionalInterface
public interface JoinCheck {

  /** Every text may be joined. */
  JoinCheck NONE = (place, text) -> null;

  /**
   * Says why a text must not be joined; {@code null} if it may.
   *
   * @param place index of its field
   */
  @Nullable String errorOf(int place, String text);
}
