package dev.isotherm.bench.streams;

import dev.isotherm.bench.FlinkCluster;
import dev.isotherm.jobs.Isotherm;
import java.util.ArrayList;
import java.util.List;

/** {@code isotherm stream}, by its command line, with the rules that are built in. */
public final class IsothermStream {

  private IsothermStream() {}

  /** Runs it; arguments after the fourth are further options. */
  public static void main(String[] arguments) throws Exception {
    try (FlinkCluster cluster = new FlinkCluster()) {
      System.exit(Isotherm.run(commandLine(arguments), cluster));
    }
  }

  /** Its command line. */
  public static String[] commandLine(String[] arguments) {
    String name = arguments[2];
    List<String> options =
        new ArrayList<>(
            List.of(
                "stream",
                "--bootstrap-servers=" + arguments[0],
                "--topic=" + arguments[1],
                "--averages-topic=" + name + "-averages",
                "--alerts-topic=" + name + "-alerts",
                "--rejected-topic=" + name + "-rejected",
                "--late-topic=" + name + "-late",
                "--progress-topic=" + name + "-progress",
                "--rules-topic=" + name + "-rules",
                "--rules-status-topic=" + name + "-rules-status",
                "--group=" + name,
                "--web-port=0",
                "-p=" + arguments[3]));
    options.addAll(List.of(arguments).subList(4, arguments.length));
    return options.toArray(String[]::new);
  }
}
