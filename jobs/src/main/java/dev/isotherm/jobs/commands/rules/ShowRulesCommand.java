package dev.isotherm.jobs.commands.rules;

import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.rules.yaml.RuleWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes rules in their canonical form. */
@Command(
    name = "show",
    description = {
      "Writes the rules of a file, or those built in, as a file of rules.",
      "",
      "Keys have a fixed order, and defaults are left out: equal rules give equal text.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm rules show > rules.yaml                 # the built-in rules, to begin with",
      "  isotherm rules show rules.yaml"
    })
final class ShowRulesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "A file of rules (default: the built-in rules).")
  private @Nullable Path file;

  @Override
  public Integer call() {
    RuleSet rules = file == null ? RuleFile.builtIn() : RuleFile.read(file);
    spec.commandLine().getOut().print(RuleWriter.write(rules));
    return CommandRunner.DONE;
  }
}
