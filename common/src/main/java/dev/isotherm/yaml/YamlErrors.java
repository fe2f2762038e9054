package dev.isotherm.yaml;

import dev.isotherm.model.ConfigurationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the errors of a file, so that all are reported at once, sorted by line. */
public final class YamlErrors {

  /** Most errors that are reported one by one. */
  public static final int MOST = 100;

  private final String file;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(int line, String sentence) {}

  /**
   * Begins without errors.
   *
   * @param file name of the file, for people
   */
  public YamlErrors(String file) {
    this.file = file;
  }

  /**
   * Adds {@code file:line: sentence}.
   *
   * @param line counted from 1; 0 for the file as a whole
   * @param sentence names the key, the value, and what is allowed
   */
  public void add(int line, String sentence) {
    entries.add(new Entry(line, sentence));
  }

  public int count() {
    return entries.size();
  }

  /**
   * Ends the reading of the file if there are errors.
   *
   * @throws ConfigurationException with all errors
   */
  public void throwIfAny() {
    if (entries.isEmpty()) {
      return;
    }
    List<String> sentences = new ArrayList<>();
    entries.stream()
        .sorted(Comparator.comparingInt(Entry::line))
        .limit(MOST)
        .forEach(
            one ->
                sentences.add(
                    (one.line == 0 ? file : file + ":" + one.line) + ": " + one.sentence));
    if (entries.size() > MOST) {
      sentences.add(file + ": and " + (entries.size() - MOST) + " more");
    }
    throw new ConfigurationException(sentences);
  }
}
