package dev.isotherm.jobs.commands.options;

import dev.isotherm.jobs.graph.Duplicates;
import dev.isotherm.model.Position;
import dev.isotherm.model.ValidationErrors;
import picocli.CommandLine.Option;

/** What becomes of readings that are there twice. */
public final class DuplicatesOption {

  private static final String NAME = "--duplicates";

  @Option(
      names = NAME,
      paramLabel = "HOW",
      defaultValue = "count",
      description =
          "Readings that have the same sensor, metric and instant: count all of them; drop all but"
              + " one of those with the same value (stream: all but the first to come; the others"
              + " go to the late topic); or count only the last, in the order of the paths and"
              + " lines, or of the topic (not for stream) (default: ${DEFAULT-VALUE}).")
  private Duplicates how;

  /** What becomes of them. */
  public Duplicates how() {
    return how;
  }

  /**
   * Checks that there are not too many files to be ordered.
   *
   * @param files how many there are
   */
  public void checkFiles(int files, ValidationErrors errors) {
    // Without a value if another option is wrong: then all errors are still said.
    if (how == Duplicates.LAST && files > Position.MAX_FILES) {
      errors.add(NAME + " last: at most " + Position.MAX_FILES + " files, but there are " + files);
    }
  }

  /** Checks that a stream can do it. */
  public void checkStream(ValidationErrors errors) {
    if (how == Duplicates.LAST) {
      errors.add(
          NAME,
          "last",
          "a stream cannot know that a reading is the last before it evaluates it; use count or"
              + " drop, or last with replay");
    }
  }
}
