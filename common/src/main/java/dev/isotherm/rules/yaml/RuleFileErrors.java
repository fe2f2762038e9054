package dev.isotherm.rules.yaml;

import dev.isotherm.model.ConfigurationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers all that is wrong with a file, so that it can be said at once, in the file's order. */
public final class RuleFileErrors {

  /** Most that are told. */
  static final int MOST = 100;

  private final String file;
  private final List<Fault> faults = new ArrayList<>();

  private record Fault(int line, String sentence) {}

  /**
   * Of one file.
   *
   * @param file its name, as people know it
   */
  public RuleFileErrors(String file) {
    this.file = file;
  }

  /**
   * Adds {@code file:line: sentence}.
   *
   * @param line counted from 1; 0 for the file as a whole
   * @param sentence names the key, the value, and what is allowed
   */
  void add(int line, String sentence) {
    faults.add(new Fault(line, sentence));
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  int count() {
    return faults.size();
  }

  /** All of them, as sentences. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    faults.stream()
        .sorted(Comparator.comparingInt(Fault::line))
        .limit(MOST)
        .forEach(fault -> sentences.add(place(fault.line) + ": " + fault.sentence));
    if (faults.size() > MOST) {
      sentences.add(file + ": and " + (faults.size() - MOST) + " more");
    }
    return sentences;
  }

  private String place(int line) {
    return line == 0 ? file : file + ":" + line;
  }

  /**
   * Ends the reading of the file if anything was added.
   *
   * @throws ConfigurationException with all of it
   */
  public void throwIfAny() {
    if (!faults.isEmpty()) {
      throw new ConfigurationException(sentences());
    }
  }
}
