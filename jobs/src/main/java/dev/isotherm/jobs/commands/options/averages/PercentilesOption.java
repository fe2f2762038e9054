package dev.isotherm.jobs.commands.options.averages;

import dev.isotherm.model.percentile.WantedPercentiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The percentiles of averages. */
public final class PercentilesOption {

  @Option(
      names = "--percentiles",
      paramLabel = "NUMBERS",
      description =
          "Give each average these percentiles of its readings, too, such as 50,95,99.9; at most"
              + " 10, from a sketch that is at most 1/128 away from a reading (default: none).")
  private WantedPercentiles wanted = WantedPercentiles.NONE;

  /** Those that were asked for. */
  public WantedPercentiles wanted() {
    return wanted;
  }

  /** Those that were asked for, as text; {@code null} if none was. */
  public @Nullable String text() {
    return wanted.isEmpty() ? null : wanted.text();
  }
}
