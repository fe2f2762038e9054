package dev.isotherm.jobs.commands.run;

import dev.isotherm.jobs.files.LineNumbers;
import dev.isotherm.jobs.files.LocalPaths;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.parse.dialect.RefusedFileException;

/** Tells of a file that a job has refused while it read it. */
public final class RefusedInput {

  private static final int MOST_CAUSES = 100;

  private RefusedInput() {}

  /**
   * Returns what to throw instead of the failure of a job: one sentence if it has refused a file,
   * else the failure itself.
   */
  public static Exception explained(Exception failure, LineNumbers lines) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      if (cause instanceof RefusedFileException refused) {
        return new ConfigurationException(place(refused, lines) + " " + refused.sentence());
      }
      cause = cause.getCause();
    }
    return failure;
  }

  private static String place(RefusedFileException refused, LineNumbers lines) {
    return refused.position() == RefusedFileException.WHOLE_FILE
        ? LocalPaths.relative(refused.source())
        : lines.firstOpenQuote(refused.source(), refused.position());
  }
}
