package dev.isotherm.jobs.commands.rules;

import dev.isotherm.alert.unittest.RuleUnitTests;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.model.ValidationErrors;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs unit tests of rules. */
@Command(
    name = "test",
    description = {
      "Tests rules: evaluates given values, and compares the transitions with those expected.",
      "",
      "A file of tests names the file of rules beside it:",
      "",
      "  rules: rules.yaml",
      "  sensors: sensors.csv                          # if the rules need a sensor table",
      "  interval: 1m",
      "  tests:",
      "    - name: a boiler that heats up",
      "      series:",
      "        temperature{boiler-1}: 20 20+1x12 _x5   # as promtool has it; _ is no value",
      "      expect:",
      "        - 10m overheating temperature{boiler-1} firing warning",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 all as expected; 3 a test failed; 2 a file has errors.",
      "",
      "Examples:",
      "  isotherm rules test rules_test.yaml"
    })
final class TestRulesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of tests.")
  private List<Path> files;

  @Override
  public Integer call() {
    Map<Path, RuleUnitTests> all = new LinkedHashMap<>();
    ValidationErrors errors =
        CheckRulesCommand.errors(files, file -> all.put(file, RuleUnitTests.read(file)));
    PrintWriter out = spec.commandLine().getOut();
    int tests = 0;
    int failed = 0;
    for (Map.Entry<Path, RuleUnitTests> file : all.entrySet()) {
      warn(file.getKey(), file.getValue());
      for (RuleUnitTests.Case test : file.getValue().cases()) {
        tests++;
        List<String> diff = test.diff(file.getValue().tested());
        failed += diff.isEmpty() ? 0 : 1;
        String name = file.getKey() + ": " + test.name();
        out.println(diff.isEmpty() ? "ok   " + name : "FAIL " + name);
        diff.forEach(out::println);
      }
    }
    out.printf("%d tests, %d failed%n", tests, failed);
    out.flush();
    errors.throwIfAny(); // after all other files have been tested
    return failed == 0 ? CommandRunner.DONE : CommandRunner.DIFFERENT;
  }

  private void warn(Path file, RuleUnitTests tests) {
    PrintWriter err = spec.commandLine().getErr();
    tests.warnings().forEach(one -> err.println("warning: " + file + ": " + one));
  }
}
