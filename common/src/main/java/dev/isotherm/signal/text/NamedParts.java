package dev.isotherm.signal.text;

import dev.isotherm.model.InvalidFieldException;
import dev.isotherm.signal.Expression;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Expressions that have names, and may be used by name in each other and in the expressions of a
 * rule. A name in back quotes is always that of a metric.
 *
 * <p>It remembers which of them are used.
 */
public final class NamedParts {

  private static final String FIELD = "where";

  private final Map<String, String> texts;
  private final ZoneId zone;
  private final Map<String, ExpressionParser.Part> parts = new LinkedHashMap<>();
  private final Map<String, InvalidFieldException> errors = new LinkedHashMap<>();
  private final Set<String> used = new LinkedHashSet<>();

  /** The names whose texts are being read, each used by the one before. */
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * @param texts the expressions by their names, in the order of the file
   * @param zone of days, weeks and months
   */
  public NamedParts(Map<String, String> texts, ZoneId zone) {
    this.texts = new LinkedHashMap<>(texts);
    this.zone = zone;
    for (String name : this.texts.keySet()) {
      try {
        readPart(name);
      } catch (InvalidFieldException e) {
        errors.put(name, e);
      }
    }
  }

  /** Returns what is wrong with the named parts; their fields are {@code where.NAME}. */
  public Set<InvalidFieldException> errors() {
    return new LinkedHashSet<>(errors.values());
  }

  /** Returns the names without an error that no expression and no other part has used so far. */
  public List<String> unused() {
    return texts.keySet().stream()
        .filter(name -> !used.contains(name) && !errors.containsKey(name))
        .toList();
  }

  /**
   * Reads an expression that may use the named parts.
   *
   * @param field the key of the expression, which begins the message of an error
   * @throws InvalidFieldException if the text is no expression, or uses a part that is none; then
   *     it is one of {@link #errors()}
   */
  public Expression parse(String field, String text) {
    return read(field, text).expression();
  }

  private ExpressionParser.Part read(String field, String text) {
    try {
      return Expressions.parse(text, this::named, zone);
    } catch (InvalidExpressionException e) {
      throw new InvalidFieldException(field, field + " " + e.getMessage());
    }
  }

  private ExpressionParser.@Nullable Part named(String name) {
    if (!texts.containsKey(name)) {
      return null;
    }
    used.add(name);
    InvalidFieldException error = errors.get(name);
    if (error != null) {
      throw error;
    }
    return readPart(name);
  }

  private ExpressionParser.Part readPart(String name) {
    ExpressionParser.Part read = parts.get(name);
    if (read != null) {
      return read;
    }
    requireName(name);
    if (open.contains(name)) {
      throw cycle(name);
    }
    open.addLast(name);
    try {
      read = read(field(name), texts.get(name));
    } finally {
      open.removeLast();
    }
    parts.put(name, read);
    return read;
  }

  private static void requireName(String name) {
    if (!ExpressionWriter.isPlainName(name)) {
      throw new InvalidFieldException(
          field(name),
          field(name)
              + ": names of parts consist of letters, digits and _, and are none of "
              + String.join(", ", new TreeSet<>(ExpressionParser.RESERVED)));
    }
  }

  private InvalidFieldException cycle(String name) {
    List<String> path = new ArrayList<>(open);
    List<String> cycle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
    cycle.add(name);
    return new InvalidFieldException(
        field(name), field(name) + ": is defined by itself: " + String.join(" uses ", cycle));
  }

  private static String field(String name) {
    return FIELD + "." + name;
  }
}
