package dev.isotherm.parse.mapping;

import dev.isotherm.model.Series;
import dev.isotherm.parse.message.Excerpt;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields are metrics, and what they are called. A selector is the name of a member or column,
 * the path of a member inside of objects ({@code data.temperature}), or a path that ends in {@code
 * .*} and selects all members of an object. {@code NAME=SELECTOR} calls the metric {@code NAME}; a
 * {@code *} in it stands for the name of the member. {@code !SELECTOR} excludes a field; with
 * nothing but such selectors, all other numbers are metrics.
 */
public final class MetricSelection implements Serializable {
  private static final long serialVersionUID = 1;

  /** Selects every field that is a number, outside of objects. */
  public static final MetricSelection ALL = new MetricSelection(Set.of());

  private static final String ANY = ".*";
  private static final String NOT = "!";

  private final LinkedHashSet<String> selectors;

  /** Names by paths. */
  private final HashMap<String, String> names = new HashMap<>();

  /** Names by the paths of objects, with a point at the end. */
  private final HashMap<String, String> namesIn = new HashMap<>();

  private final HashSet<String> excluded = new HashSet<>();

  private MetricSelection(Collection<String> selectors) {
    this.selectors = new LinkedHashSet<>(selectors);
    for (String selector : this.selectors) {
      add(selector);
    }
  }

  /**
   * Reads selectors; none select everything.
   *
   * @throws IllegalArgumentException if one is wrong; the message says why
   */
  public static MetricSelection of(Collection<String> selectors) {
    return selectors.isEmpty() ? ALL : new MetricSelection(selectors);
  }

  private void add(String selector) {
    if (selector.startsWith(NOT)) {
      String path = selector.substring(NOT.length());
      requireName(path);
      if (path.endsWith(ANY)) {
        throw new IllegalArgumentException(
            "metric " + Excerpt.quoted(selector) + ": ! excludes one field, and no pattern");
      }
      excluded.add(path);
      return;
    }
    int equals = selector.indexOf('=');
    String path = selector.substring(equals + 1);
    boolean isObject = path.endsWith(ANY);
    String name = isObject ? path.substring(0, path.length() - 1) + '*' : path;
    name = equals < 0 ? name : selector.substring(0, equals);
    requireName(path);
    requireName(name);
    if (isObject) {
      namesIn.put(path.substring(0, path.length() - 1), name);
    } else if (names.put(path, name) != null || hasDuplicateNames()) {
      throw new IllegalArgumentException(
          "metric " + Excerpt.quoted(selector) + ": another one has the same field or name");
    }
  }

  private boolean hasDuplicateNames() {
    return new HashSet<>(names.values()).size() < names.size();
  }

  private static void requireName(String name) {
    String error = Series.nameError(name);
    if (error != null) {
      throw new IllegalArgumentException("metric " + Excerpt.quoted(name) + ": " + error);
    }
  }

  /** Returns whether every number is a metric that is not excluded. */
  public boolean isEmpty() {
    return names.isEmpty() && namesIn.isEmpty();
  }

  /** Returns the selectors, as they were given. */
  public List<String> selectors() {
    return new ArrayList<>(selectors);
  }

  /** A selector as it was given, what it selects, and what it calls the metric. */
  public record Selected(String selector, String path, String name) {

    /** Whether the name of a metric may come from this selector. */
    public boolean isName(String metric) {
      int star = path.endsWith(ANY) ? name.indexOf('*') : -1;
      return star < 0
          ? metric.equals(name)
          : metric.length() >= name.length() - 1
              && metric.startsWith(name.substring(0, star))
              && metric.endsWith(name.substring(star + 1));
    }
  }

  /** Returns what each selector selects that does not exclude. */
  public List<Selected> selected() {
    List<Selected> selected = new ArrayList<>();
    for (String selector : selectors) {
      if (selector.startsWith(NOT)) {
        continue;
      }
      String path = selector.substring(selector.indexOf('=') + 1);
      String name = path.endsWith(ANY) ? namesIn.get(path.substring(0, path.length() - 1)) : null;
      selected.add(new Selected(selector, path, name == null ? names.get(path) : name));
    }
    return selected;
  }

  /** Returns the name of the metric of a field; {@code null} if it is none. */
  public @Nullable String nameOf(String path) {
    if (!excluded.isEmpty() && excluded.contains(path)) {
      return null;
    }
    if (isEmpty()) {
      return path;
    }
    String name = names.get(path);
    if (name != null || namesIn.isEmpty()) {
      return name;
    }
    int last = path.lastIndexOf('.') + 1;
    String pattern = namesIn.get(path.substring(0, last));
    return pattern == null ? null : pattern.replace("*", path.substring(last));
  }

  /** Returns whether a field inside of an object may be a metric. */
  boolean selectsIn(String object) {
    String beginning = object + '.';
    return names.keySet().stream().anyMatch(path -> path.startsWith(beginning))
        || namesIn.keySet().stream().anyMatch(path -> path.startsWith(beginning));
  }

  /** Returns the paths of selected fields that are no patterns. */
  Set<String> paths() {
    return Map.copyOf(names).keySet();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MetricSelection that && selectors.equals(that.selectors);
  }

  @Override
  public int hashCode() {
    return selectors.hashCode();
  }

  @Override
  public String toString() {
    return String.join(", ", selectors);
  }
}
