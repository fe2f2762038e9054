package dev.isotherm.jobs.commands.options.known;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.flow.baseline.JobBaseline;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.baseline.RulesInBaseline;
import dev.isotherm.wire.BaselineFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The baseline of rules. */
public final class BaselineOption extends KnownFile<Baseline> {

  private static final String OPTION = "--baseline";

  @Option(
      names = OPTION,
      paramLabel = "FILE",
      description =
          "The baseline: what is usual for each series, for rules with deviation(x). isotherm"
              + " baseline learn writes the file (default: none).")
  private @Nullable Path file;

  public BaselineOption() {
    super(
        new Kind<>(
            OPTION,
            "baseline",
            Baseline.EMPTY,
            BaselineFile::read,
            Baseline::fingerprint,
            JobBaseline::add));
  }

  @Override
  @Nullable Path file() {
    return file;
  }

  /** One sentence for each rule that needs a baseline, if none is given. */
  List<String> errors(RuleSet rules) {
    return file == null
        ? RulesInBaseline.needs(rules).stream()
            .map(need -> need + "; name its file with " + OPTION)
            .toList()
        : List.of();
  }
}
