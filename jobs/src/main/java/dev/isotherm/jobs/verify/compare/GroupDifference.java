package dev.isotherm.jobs.verify.compare;

import dev.isotherm.model.SeriesWindow;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Differences that only averages of groups have. */
final class GroupDifference {
  private GroupDifference() {}

  /**
   * Equal averages of readings of another number of sensors.
   *
   * @param window with the name of the group
   * @param log how many sensors have readings in the replay
   * @param published how many the last published average says
   */
  static Difference ofMembers(
      SeriesWindow window, long log, long published, @Nullable ExplainedBy explainedBy) {
    return new Difference(
        Difference.Kind.AVERAGE,
        String.format(
            Locale.ROOT,
            "average of %s: the log has readings of %d %s, published is %d; %s",
            window,
            log,
            log == 1 ? "sensor" : "sensors",
            published,
            published < log
                ? "a sensor was not counted"
                : "a sensor was counted twice, or is not in the log"),
        explainedBy);
  }
}
