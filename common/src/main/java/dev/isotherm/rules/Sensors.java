package dev.isotherm.rules;

import dev.isotherm.glob.Glob;
import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sensors that a rule watches: those that match one of some globs. The order of globs does not
 * matter.
 *
 * @param globs at least one, at most {@value #MOST}, each once. They are sorted by pattern. If one
 *     of them is {@link Glob#ALL}, it is the only one that is kept
 */
public record Sensors(List<Glob> globs) implements Serializable {

  /** All sensors. */
  public static final Sensors ALL = new Sensors(List.of(Glob.ALL));

  /** Most globs of a rule. */
  public static final int MOST = 1_000;

  public Sensors {
    globs = List.copyOf(globs);
    if (globs.isEmpty()) {
      throw new InvalidFieldException(
          "sensors", "sensors: is an empty list; * matches all sensors");
    }
    if (globs.size() > MOST) {
      throw new InvalidFieldException(
          "sensors",
          "sensors: there are " + globs.size() + " patterns; at most " + MOST + " are allowed");
    }
    if (globs.stream().distinct().count() < globs.size()) {
      throw new InvalidFieldException("sensors", "sensors " + text(globs) + ": names one twice");
    }
    globs =
        globs.contains(Glob.ALL)
            ? List.of(Glob.ALL)
            : globs.stream().sorted(Comparator.comparing(Glob::pattern)).toList();
  }

  /** The sensors that match one pattern. */
  public static Sensors matching(String pattern) {
    return new Sensors(List.of(new Glob(pattern)));
  }

  public boolean areAll() {
    return globs.contains(Glob.ALL);
  }

  /** Whether these sensors include one. */
  public boolean match(String sensorId) {
    for (Glob glob : globs) {
      if (glob.matches(sensorId)) {
        return true;
      }
    }
    return false;
  }

  private static String text(List<Glob> globs) {
    return globs.stream().map(Glob::pattern).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return text(globs);
  }
}
