package dev.isotherm.flow.progress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that users gave and that a subtask looks for in its messages, such as the metrics of
 * {@code --metrics} and the rules. Tells what has changed since the last {@link ProgressPart}. The
 * memory is bounded: no more than {@value #MAX_NAMES} names are looked for.
 */
public final class SoughtNames {

  /** How many names of a kind are looked for. */
  public static final int MAX_NAMES = 1_000;

  private static final String[] NONE = {};

  private final String kind;
  private final Set<String> found = new HashSet<>();
  private Set<String> sought = Set.of();
  private String[] newSought = NONE;
  private List<String> newFound = new ArrayList<>();

  /**
   * Looks for nothing yet.
   *
   * @param kind what the names are names of
   */
  public SoughtNames(String kind) {
    this.kind = kind;
  }

  /** Looks for these names, and no longer for others. */
  public void seek(List<String> names) {
    List<String> first = names.subList(0, Math.min(names.size(), MAX_NAMES));
    sought = new HashSet<>(first);
    List<String> told = new ArrayList<>(List.of(kind));
    told.addAll(first);
    newSought = told.toArray(NONE);
    found.retainAll(sought);
  }

  /** Takes note that a name occurs. */
  public void found(String name) {
    if (sought.contains(name) && found.add(name)) {
      newFound.add(name);
    }
  }

  /** Whether every name has been found. */
  public boolean areAllFound() {
    return found.size() == sought.size();
  }

  /** Adds to a part what has changed since the last call. */
  public ProgressPart addTo(ProgressPart part) {
    ProgressPart told = part.withNames(newSought, newFound.toArray(NONE));
    newSought = NONE;
    newFound = new ArrayList<>();
    return told;
  }
}
