package dev.isotherm.yaml;

import dev.isotherm.model.ConfigurationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the errors of a file, so that all are reported at once, sorted by line. */
public final class YamlErrors {

  /** Most errors that are reported one by one. */
  public static final int MOST = 100;

  /** Most errors that are kept, so that a file that is all wrong does not fill the memory. */
  private static final int MOST_KEPT = 10_000;

  private final String file;
  private final List<Entry> entries = new ArrayList<>();
  private int count;

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
    if (entries.size() < MOST_KEPT) {
      entries.add(new Entry(line, sentence));
    }
    count++;
  }

  public int count() {
    return count;
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
    if (count > MOST) {
      sentences.add(file + ": and " + (count - MOST) + " more");
    }
    throw new ConfigurationException(sentences);
  }
}
