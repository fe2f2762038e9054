package dev.isotherm.parse.message;

import java.io.Serializable;
import java.util.Objects;

/**
 * Values of accepted messages that are no readings: how often they occurred in a field, for one
 * reason.
 *
 * @param field name of the column or member; the path of one inside an object
 * @param reason why they are no readings
 * @param count how many there are, at least 1
 * @param example the first of them as text, cut if it is long
 */
public record LeftOut(String field, LeftOutReason reason, long count, String example)
    implements Serializable {
  public LeftOut {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(example, "example");
  }

  /** Returns field, reason and example in words, such as {@code hum is a number as text, "1"}. */
  public String text() {
    String what = Excerpt.plain(field) + " is " + reason.text();
    return example.isEmpty() ? what : what + ", such as \"" + example + '"';
  }

  /** Returns count and text, such as {@code 3 values: hum is not a number, such as "NAN"}. */
  public String countedText() {
    return count + (count == 1 ? " value: " : " values: ") + text();
  }

  /** Returns one value. */
  public static LeftOut one(String field, LeftOutReason reason, String value) {
    return new LeftOut(field, reason, 1, Excerpt.plain(value));
  }
}
