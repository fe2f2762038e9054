package dev.isotherm.rules.schedule;

import dev.isotherm.glob.Glob;
import dev.isotherm.model.InvalidFieldException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Times in which a rule is not active.
 *
 * @param name for people; may be empty
 * @param times when the rule is not active
 * @param sensors for which it is not; empty for all. They are sorted by pattern
 */
public record Maintenance(String name, Times times, List<Glob> sensors) implements Serializable {

  /** Longest name, in UTF-16 characters. */
  public static final int MAX_NAME_LENGTH = 256;

  public Maintenance {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(times, "times");
    if (name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidFieldException(
          "name",
          "name: must have at most " + MAX_NAME_LENGTH + " characters, and no control character");
    }
    sensors =
        sensors.contains(Glob.ALL)
            ? List.of()
            : sensors.stream().distinct().sorted(Comparator.comparing(Glob::pattern)).toList();
  }

  /** For all sensors of a rule. */
  public static Maintenance of(Times times) {
    return new Maintenance("", times, List.of());
  }

  boolean concerns(String sensorId) {
    return sensors.isEmpty() || sensors.stream().anyMatch(glob -> glob.matches(sensorId));
  }

  Maintenance ofAllSensors() {
    return sensors.isEmpty() ? this : new Maintenance(name, times, List.of());
  }

  @Override
  public String toString() {
    String globs =
        sensors.isEmpty()
            ? ""
            : sensors.stream().map(Glob::pattern).collect(Collectors.joining(", ", " of ", ""));
    return times + globs + (name.isEmpty() ? "" : " (" + name + ")");
  }

  /** The text of which fingerprints are made. No part of it can hold a tabulator. */
  public String canonicalText() {
    String globs = sensors.stream().map(Glob::pattern).collect(Collectors.joining("\t"));
    return times.canonicalText() + "\t" + name + "\t" + globs;
  }
}
