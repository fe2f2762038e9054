package dev.isotherm.jobs.commands.rules;

import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All that is wrong with files of rules. */
@Command(
    name = "check",
    description = {
      "Reads files of rules and says all that is wrong with them.",
      "",
      "Each fault is said with file, line, key, value, and what is allowed. One line says what is",
      "in a file without faults.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 no file has a fault; 2 one has.",
      "",
      "Examples:",
      "  isotherm rules check rules.yaml",
      "  isotherm rules check rules/*.yaml"
    })
final class CheckRulesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of rules.")
  private List<Path> files;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<String> faults = new ArrayList<>();
    for (Path file : files) {
      try {
        out.println(file + ": " + words(RuleFile.read(file)));
      } catch (ConfigurationException wrong) {
        faults.addAll(wrong.errors());
      }
    }
    out.flush();
    if (!faults.isEmpty()) {
      throw new ConfigurationException(faults);
    }
    return CommandRunner.DONE;
  }

  /** {@code 2 rules on humidity, temperature; version 1f17bc15-…}. */
  static String words(RuleSet rules) {
    int count = rules.rules().size();
    String metrics =
        rules.rules().stream()
            .map(Rule::metric)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return count
        + (count == 1 ? " rule" : " rules")
        + (count == 0 ? "" : " on " + metrics)
        + "; version "
        + rules.fingerprint();
  }
}
