package dev.isotherm.jobs;

import dev.isotherm.jobs.commands.baseline.BaselineCommand;
import dev.isotherm.jobs.commands.baseline.LearnBaselineCommand;
import dev.isotherm.jobs.commands.batch.BatchCommand;
import dev.isotherm.jobs.commands.inspect.InspectCommand;
import dev.isotherm.jobs.commands.produce.ProduceCommand;
import dev.isotherm.jobs.commands.reinject.ReinjectCommand;
import dev.isotherm.jobs.commands.replay.ReplayCommand;
import dev.isotherm.jobs.commands.rules.DiffRulesCommand;
import dev.isotherm.jobs.commands.rules.RulesCommand;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.commands.run.CompletionCommand;
import dev.isotherm.jobs.commands.run.HelpCommand;
import dev.isotherm.jobs.commands.sensors.SensorsCommand;
import dev.isotherm.jobs.commands.status.StatusCommand;
import dev.isotherm.jobs.commands.stream.StreamCommand;
import dev.isotherm.jobs.commands.verify.VerifyCommand;
import dev.isotherm.jobs.commands.watch.WatchCommand;
import dev.isotherm.jobs.graph.Environments;
import java.util.stream.Stream;
import org.apache.flink.runtime.util.EnvironmentInformation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * Entry point of the submitted jar, and root of the command line.
 *
 * <p>Exit codes: 0 done; 1 the job failed; 2 bad usage or configuration, nothing was started; 3 a
 * comparison found a difference.
 */
@Command(
    name = "isotherm",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Isotherm.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "The same averages and alerts from files and from Kafka, on Apache Flink.",
    footer = {
      "",
      "Examples:",
      "  isotherm inspect daily_readings.txt          # how a file would be read",
      "  isotherm batch daily_readings.txt            # averages of a file",
      "  isotherm stream --create-topics              # averages and alerts of a Kafka topic",
      "  isotherm produce --rate 100                  # simulated readings into that topic",
      "  isotherm watch                               # a page that shows them as they come",
      "  isotherm reinject --dry-run                  # rejected messages, once more",
      "  isotherm rules check rules.yaml              # what is wrong with alert rules",
      "  isotherm sensors check sensors.csv           # what is wrong with a table of sensors",
      "  isotherm help batch                          # all options of a command",
      "",
      "Options that name a time take 250ms, 5s, 1min, 1h, 1d.",
      "Exit codes: 0 done; 1 the job failed; 2 bad usage or configuration, nothing was started;",
      "3 a comparison found a difference."
    })
public final class Isotherm {

  /** Version of this build; the same as in the pom. */
  public static final String VERSION = "0.2.0";

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "When something fails, show where: the stack trace too.")
  @SuppressWarnings("UnusedVariable") // read by CommandRunner, from what was parsed
  private boolean verbose;

  private Isotherm() {}

  public static void main(String[] args) {
    int code = run(args, Environments.CLUSTER);
    if (code != CommandRunner.DONE) {
      // Only then: a cluster that runs this main does not allow it to exit.
      System.exit(code);
    }
  }

  /** Runs one command to its end and returns its exit code. */
  public static int run(String[] args, Environments environments) {
    return CommandRunner.run(commandLine(environments), args);
  }

  /**
   * The tree of commands.
   *
   * @param environments where jobs run
   * @param more commands that are listed before {@code completion} and {@code help}
   */
  public static CommandLine commandLine(Environments environments, Object... more) {
    CommandLine root = new CommandLine(new Isotherm());
    // An @ begins the name of a source.
    root.setExpandAtFiles(false);
    // In the order of the help text.
    Stream.of(
            new InspectCommand(),
            new BatchCommand(environments),
            new StreamCommand(environments),
            new ReplayCommand(environments),
            new VerifyCommand(environments),
            new StatusCommand(),
            new WatchCommand(),
            new ReinjectCommand(),
            new RulesCommand(),
            new SensorsCommand(),
            new BaselineCommand(),
            new ProduceCommand())
        .forEach(root::addSubcommand);
    root.getSubcommands().get("rules").addSubcommand(new DiffRulesCommand(environments));
    root.getSubcommands().get("baseline").addSubcommand(new LearnBaselineCommand(environments));
    Stream.of(more).forEach(root::addSubcommand);
    root.addSubcommand(new CompletionCommand());
    root.addSubcommand(new HelpCommand());
    return CommandRunner.install(root);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "isotherm " + VERSION,
        "Flink " + EnvironmentInformation.getVersion() + ", Java ${java.version}"
      };
    }
  }
}
