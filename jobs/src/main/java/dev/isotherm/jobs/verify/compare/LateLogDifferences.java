package dev.isotherm.jobs.verify.compare;

import dev.isotherm.jobs.verify.compare.Difference.Kind;
import dev.isotherm.model.EnumText;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;

/** The differences between the readings of the log and what the late log says of them. */
public final class LateLogDifferences {
  private LateLogDifferences() {}

  /** A reading that is no measurement, and that the late log does not name. */
  public static Difference unlogged(LateReading implausible) {
    return new Difference(
        Kind.LATE_LOG,
        String.format(
            "late log: %s is implausible (%s), but the late log does not name it: lost, or counted"
                + " as a measurement",
            implausible.reading(), EnumText.lowerCase(implausible.excludedFrom())),
        null);
  }

  /** An entry of the late log whose reading is not in the log. */
  public static Difference unmatched(LateReading entry) {
    Reading reading = entry.reading();
    if (entry.excludedFrom().isImplausible()) {
      return new Difference(
          Kind.LATE_LOG,
          String.format(
              "late log: %s is named as implausible (%s), but the log has no such reading, or it is"
                  + " plausible by the sensor table",
              reading, EnumText.lowerCase(entry.excludedFrom())),
          null);
    }
    String sentence =
        entry.excludedFrom() == Exclusion.EVERYTHING
            ? "late log: %s is excluded from %s, but the log has no such reading, or no other that"
                + " it repeats"
            : "late log: %s is excluded from %s, but the log has no such reading left to exclude";
    return new Difference(
        Kind.LATE_LOG,
        String.format(sentence, reading, entry.excludedFrom().name().replace('_', ' ')),
        new ExplainedBy(
            reading.series(),
            reading.epochMillis(),
            reading.epochMillis(),
            false,
            entry.excludedFrom(),
            ExplainedBy.NONE,
            reading.value()));
  }
}
