package dev.isotherm.jobs.postgres;

import dev.isotherm.model.Transition;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL can store, and what takes the place of what it cannot. */
final class StorableText {

  private static final char REPLACEMENT = '\uFFFD';
  private static final long FIRST_MILLIS = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  /** Longest name of a rule, in UTF-16 characters, as in a rule file. Indexes hold it. */
  private static final int MAX_NAME_LENGTH = 256;

  private StorableText() {}

  /**
   * Returns a text without the characters that PostgreSQL refuses: U+FFFD takes the place of U+0000
   * and of half a surrogate pair.
   */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      if (one == 0 || Character.isSurrogate(one)) {
        return replaced(text);
      }
    }
    return text;
  }

  /** Returns a text as {@link #of}, or {@code null} for {@code null}. */
  static @Nullable String ofNullable(@Nullable String text) {
    return text == null ? null : of(text);
  }

  private static String replaced(String text) {
    StringBuilder storable = new StringBuilder(text.length());
    text.codePoints()
        .map(
            one ->
                one == 0 || (one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE)
                    ? REPLACEMENT
                    : one)
        .forEach(storable::appendCodePoint);
    return storable.toString();
  }

  /** Whether a column with a month partition can hold an instant. */
  static boolean isStorable(long epochMillis) {
    return epochMillis >= FIRST_MILLIS && epochMillis <= LAST_MILLIS;
  }

  /**
   * Returns why a transition cannot be stored.
   *
   * @return {@code null} if it can be
   */
  static @Nullable String errorOf(Transition transition) {
    if (!isStorable(transition.atMillis()) || !isStorable(transition.sinceMillis())) {
      return "its instant is not in the years 1 to 9999";
    }
    int length = transition.rule().length();
    return length > MAX_NAME_LENGTH
        ? "the name of its rule has "
            + length
            + " characters; at most "
            + MAX_NAME_LENGTH
            + " are allowed"
        : null;
  }

  /** An instant as text that PostgreSQL reads exactly. */
  static String instant(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC).toString();
  }
}
