package dev.isotherm.parse.mapping;

import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Excerpt;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Fields whose text has several words at a time, such as {@code OB DISCHRG}, and the words that are
 * looked for in each of them.
 */
public final class TextFlags implements Serializable {
  private static final long serialVersionUID = 1;

  /** No field. */
  public static final TextFlags NONE = new TextFlags(List.of());

  private static final String BAR = "|";

  private final HashMap<String, FlagWords> fields = new HashMap<>();
  private final HashSet<String> metrics = new HashSet<>();

  private TextFlags(List<String> given) {
    for (String one : given) {
      add(one);
    }
  }

  /**
   * Reads fields and their words.
   *
   * @param given each a field and its words, such as {@code status=OB|LB}
   * @throws IllegalArgumentException if one is wrong; the message says why
   */
  public static TextFlags of(List<String> given) {
    return given.isEmpty() ? NONE : new TextFlags(given);
  }

  private void add(String given) {
    int equals = given.lastIndexOf('=');
    if (equals < 0) {
      throw wrong(given, "must be a field and its words, such as status=OB|LB");
    }
    String field = given.substring(0, equals);
    if (field.isBlank()) {
      throw wrong(given, "names no field; allowed are a field and its words, such as status=OB|LB");
    }
    FlagWords words = new FlagWords(field, words(given, given.substring(equals + 1)));
    if (fields.put(field, words) != null) {
      throw wrong(given, "another one has the field " + Excerpt.plain(field));
    }
    for (String metric : words.metrics()) {
      String error = Series.nameError(metric);
      if (error != null) {
        throw wrong(given, "the metric " + Excerpt.quoted(metric) + " " + error);
      }
      if (!metrics.add(metric)) {
        throw wrong(given, "another one has the metric " + Excerpt.plain(metric));
      }
    }
  }

  private static SortedSet<String> words(String given, String text) {
    if (text.isEmpty()) {
      throw wrong(given, "names no word; several are separated by |, such as status=OB|LB");
    }
    SortedSet<String> words = new TreeSet<>();
    for (String word : text.split("\\|", -1)) {
      if (word.isEmpty()) {
        throw wrong(given, "names an empty word; words are separated by one |");
      }
      if (word.chars().anyMatch(FlagWords::isSeparator)) {
        throw wrong(
            given,
            "the word "
                + Excerpt.quoted(word)
                + " has a blank, a comma or a semicolon, which separate the words of a text");
      }
      if (!words.add(word)) {
        throw wrong(given, "names the word " + Excerpt.quoted(word) + " twice");
      }
    }
    return words;
  }

  private static IllegalArgumentException wrong(String given, String error) {
    return new IllegalArgumentException("--flags " + Excerpt.quoted(given) + ": " + error);
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /** Returns the words of a field; {@code null} if none are looked for in it. */
  public @Nullable FlagWords of(String field) {
    return fields.get(field);
  }

  /** Returns whether a metric is a word of a field. */
  public boolean isMetric(String name) {
    return metrics.contains(name);
  }

  /** Returns the names of all metrics. */
  public SortedSet<String> metrics() {
    return new TreeSet<>(metrics);
  }

  /** Returns the fields with their words, both sorted, in the form that {@link #of(List)} reads. */
  public List<String> selectors() {
    List<String> selectors = new ArrayList<>();
    new TreeMap<>(fields)
        .forEach((field, words) -> selectors.add(field + '=' + String.join(BAR, words.words())));
    return selectors;
  }

  /** Returns whether a field is inside of an object. */
  boolean areInside(String object) {
    String beginning = object + '.';
    return fields.keySet().stream().anyMatch(field -> field.startsWith(beginning));
  }

  /**
   * Checks that no field has another meaning.
   *
   * @throws IllegalArgumentException if one has; the message names it
   */
  void check(
      FieldList timestamp,
      SensorSource sensor,
      MetricSelection selection,
      @Nullable LongLayout layout) {
    for (String field : new TreeSet<>(fields.keySet())) {
      String error;
      if (sensor.isColumn()) {
        error = "not with the sensor " + sensor;
      } else if (timestamp.contains(field) || sensor.fields().contains(field)) {
        error = "must not be the timestamp or the sensor field too";
      } else if (layout != null && layout.contains(field)) {
        error = "must not be the metric field or the value field too";
      } else {
        error = error(field, selection);
      }
      if (error != null) {
        throw new IllegalArgumentException("--flags " + Excerpt.plain(field) + ": " + error);
      }
    }
  }

  private @Nullable String error(String field, MetricSelection selection) {
    for (MetricSelection.Selected selected : selection.selected()) {
      if (selected.path().equals(field)) {
        return "must not be a field of --metrics too";
      }
      if (fields.get(field).metrics().contains(selected.name())) {
        return "its metric " + Excerpt.plain(selected.name()) + " is one of --metrics too";
      }
    }
    return null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextFlags that && selectors().equals(that.selectors());
  }

  @Override
  public int hashCode() {
    return selectors().hashCode();
  }

  @Override
  public String toString() {
    return String.join(",", selectors());
  }
}
