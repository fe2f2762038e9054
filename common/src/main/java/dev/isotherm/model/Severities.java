package dev.isotherm.model;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The severities that rules may name, in their order. It compares severities: the milder one comes
 * first. One that is not among them is milder than all of them.
 *
 * @param all from the mildest to the worst: 1 to {@value #MOST}, without duplicates
 */
public record Severities(List<AlertSeverity> all)
    implements Comparator<AlertSeverity>, Serializable {

  /** Info, warning, critical. */
  public static final Severities STANDARD = new Severities(Severity.ALL);

  /** Most severities of a list. */
  public static final int MOST = 8;

  /** How an alert is coloured where people see it. */
  public enum Tone {
    /** The mildest of three or more severities. */
    OTHER,
    /** Neither the mildest nor the worst; of two severities the milder one. */
    WARNING,
    /** The worst severity. */
    CRITICAL
  }

  public Severities {
    all = List.copyOf(all);
    if (all.isEmpty() || all.size() > MOST) {
      throw new InvalidFieldException(
          "severities",
          String.format("severities: there are %d names; 1 to %d are allowed", all.size(), MOST));
    }
    HashSet<AlertSeverity> before = new HashSet<>();
    for (AlertSeverity one : all) {
      if (!before.add(one)) {
        throw new InvalidFieldException("severities", one.text(), "is there twice");
      }
    }
  }

  /**
   * The severities of these names.
   *
   * @param names from the mildest to the worst
   * @throws InvalidFieldException if a name is not valid or there twice, or if there are too many
   */
  public static Severities of(List<String> names) {
    Severities own = new Severities(names.stream().map(AlertSeverity::of).toList());
    return own.isStandard() ? STANDARD : own;
  }

  /** Whether these are info, warning and critical. */
  public boolean isStandard() {
    return equals(STANDARD);
  }

  /** The names, from the mildest to the worst. */
  public List<String> names() {
    return all.stream().map(AlertSeverity::text).toList();
  }

  public boolean contains(AlertSeverity severity) {
    return all.contains(severity);
  }

  /** How many of these severities are worse than one; all, if it is not among them. */
  public int worseThan(AlertSeverity severity) {
    return all.size() - 1 - all.indexOf(severity);
  }

  /** The colour of a severity. */
  public Tone tone(AlertSeverity severity) {
    int worse = worseThan(severity);
    if (worse == 0) {
      return Tone.CRITICAL;
    }
    boolean isMildest = worse >= all.size() - 1;
    return isMildest && all.size() != 2 ? Tone.OTHER : Tone.WARNING;
  }

  @Override
  public int compare(AlertSeverity one, AlertSeverity other) {
    int byPlace = Integer.compare(all.indexOf(one), all.indexOf(other));
    return byPlace == 0 ? one.text().compareTo(other.text()) : byPlace;
  }

  @Override
  public String toString() {
    return names().stream().collect(Collectors.joining(", "));
  }
}
