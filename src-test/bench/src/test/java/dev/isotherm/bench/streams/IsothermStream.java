package dev.isotherm.bench.streams;

import dev.isotherm.bench.FlinkCluster;
import dev.isotherm.jobs.Isotherm;

/** {@code isotherm stream}, by its command line, with the rules that are built in. */
public final class IsothermStream {

  private IsothermStream() {}

  /** Runs it; a fifth argument is another interval of checkpoints. */
  public static void main(String[] arguments) throws Exception {
    String name = arguments[2];
    String[] options = {
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
      "--checkpoint-interval="
          + (arguments.length > 4 ? arguments[4] : StreamPeer.COMMIT_MILLIS + "ms"),
      "--web-port=0",
      "-p=" + arguments[3],
    };
    try (FlinkCluster cluster = new FlinkCluster()) {
      System.exit(Isotherm.run(options, cluster));
    }
  }
}
