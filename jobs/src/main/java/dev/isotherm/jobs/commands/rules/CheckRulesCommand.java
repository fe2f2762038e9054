package dev.isotherm.jobs.commands.rules;

import dev.isotherm.jobs.commands.options.known.KnownOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.yaml.RuleFile;
import dev.isotherm.rules.yaml.RuleWarnings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reports the errors of files of rules. */
@Command(
    name = "check",
    description = {
      "Reads files of rules and reports all errors.",
      "",
      "Each error has file, line, key, value, and what is allowed. A file without errors is",
      "summed up in one line. What is probably meant otherwise is a warning.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 no file has an error; 2 one has.",
      "",
      "Examples:",
      "  isotherm rules check rules.yaml",
      "  isotherm rules check rules/*.yaml",
      "  isotherm rules check rules.yaml --sensors sensors.csv   # limits per sensor, too",
      "  isotherm rules check rules.yaml --baseline usual.jsonl  # what it has not learned, too"
    })
final class CheckRulesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of rules.")
  private List<Path> files;

  @Mixin private KnownOptions known;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    forEach(
        files,
        file -> {
          RuleSet rules = RuleFile.read(file);
          requireNested(file, rules);
          out.println(file + ": " + words(rules));
          RuleWarnings.of(rules).forEach(one -> err.println("warning: " + file + ": " + one));
          known.warnings(rules).forEach(one -> err.println("warning: " + file + ": " + one));
        });
    return CommandRunner.DONE;
  }

  /** Without a table, what the rules take from it cannot be checked. */
  private void requireNested(Path file, RuleSet rules) {
    ValidationErrors errors = new ValidationErrors();
    known.contradictions(rules).forEach(error -> errors.add(file + ": " + error));
    errors.throwIfAny();
  }

  /**
   * Reads all files.
   *
   * @throws ConfigurationException with the errors of all of them
   */
  static void forEach(List<Path> files, Consumer<Path> reader) {
    errors(files, reader).throwIfAny();
  }

  /** Reads all files, and gives the errors of all of them. */
  static ValidationErrors errors(List<Path> files, Consumer<Path> reader) {
    ValidationErrors errors = new ValidationErrors();
    for (Path file : files) {
      try {
        reader.accept(file);
      } catch (ConfigurationException invalid) {
        invalid.errors().forEach(errors::add);
      }
    }
    return errors;
  }

  /** {@code 2 rules on humidity, temperature; version 1f17bc15-…}. */
  private static String words(RuleSet rules) {
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
