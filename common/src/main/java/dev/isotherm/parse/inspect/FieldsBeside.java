package dev.isotherm.parse.inspect;

import dev.isotherm.parse.number.DecimalNumber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The values beside the array whose elements are messages. They are fields of each element, unless
 * elements have these fields themselves.
 */
final class FieldsBeside {

  /** Of a message with more, the first ones are looked at. */
  private static final int MOST = 2_000;

  private final List<Value> values = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** A value. */
  record Value(String name, String text, boolean isText) {}

  /** Begins a message. */
  void clear() {
    values.clear();
  }

  void add(String name, String text, boolean isText) {
    if (values.size() < MOST) {
      values.add(new Value(name, text, isText));
    }
  }

  /**
   * Adds the values to those of the elements of their message.
   *
   * @param known names of the fields so far
   * @param fields returns the field of a value
   */
  void addTo(
      int elements, Set<String> known, Function<Value, FieldProfile> fields, DecimalNumber number) {
    for (Value one : values) {
      if (!known.contains(one.name) || names.contains(one.name)) {
        names.add(one.name);
        FieldProfile field = fields.apply(one);
        for (int i = 0; i < elements; i++) {
          field.add(one.text, one.isText, number);
        }
      }
    }
  }

  /** Returns whether a field is beside the array. */
  boolean has(String name) {
    return names.contains(name);
  }
}
