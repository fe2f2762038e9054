package dev.isotherm.parse.mapping;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The fields that hold one text: mostly a single one; of several, their texts are joined in this
 * order. A date and a time of the day in two columns are an example.
 *
 * @param names names of members or columns, or paths of members inside of objects
 */
public record FieldList(List<String> names) implements Serializable {

  /** No field. */
  public static final FieldList NONE = new FieldList(List.of());

  private static final String LINE_FEED = "\n";

  public FieldList {
    names = List.copyOf(names);
  }

  /** Returns fields in their order. */
  public static FieldList of(String... names) {
    return new FieldList(List.of(names));
  }

  /** Reads what {@link #lines} returned. */
  public static FieldList ofLines(String lines) {
    return of(lines.split(LINE_FEED, -1));
  }

  /** Returns the names as lines: no name has a line feed, while it may have any separator. */
  public String lines() {
    return String.join(LINE_FEED, names);
  }

  /** Returns whether texts of several fields are joined. */
  public boolean areSeveral() {
    return names.size() > 1;
  }

  /** Returns whether this is one of the fields. */
  public boolean contains(String name) {
    return names.contains(name);
  }

  /** Returns whether one of the fields is a member inside of an object. */
  boolean areInside(String object) {
    return names.stream().anyMatch(name -> name.startsWith(object + '.'));
  }

  /**
   * Returns a single name as it is; several ones each in double quotes, so that two lists of names
   * never have the same text.
   */
  public String quoted() {
    return areSeveral()
        ? names.stream().map(FieldList::inQuotes).collect(Collectors.joining(","))
        : toString();
  }

  /** Returns a single name as it is; several ones as a user would list them. */
  @Override
  public String toString() {
    return areSeveral()
        ? names.stream()
            .map(name -> name.matches("[^,\"]*") ? name : inQuotes(name))
            .collect(Collectors.joining(","))
        : String.join(",", names);
  }

  private static String inQuotes(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
