package dev.isotherm.local;

import dev.isotherm.jobs.Isotherm;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.local.demo.DemoCommand;
import dev.isotherm.local.machine.LocalEnvironments;
import java.util.List;
import picocli.CommandLine;

/** Entry point of the launcher: the same commands, with their jobs inside this process. */
public final class LocalIsotherm {
  private static final String LOG_CONFIGURATION = "log4j2.configurationFile";
  private static final String LOG_LEVEL = "isotherm.log.level";
  private static final String LOG_THROWABLE = "isotherm.log.throwable";

  private LocalIsotherm() {}

  public static void main(String[] args) {
    prepareTerminal(List.of(args));
    LocalEnvironments environments = new LocalEnvironments(System.err::println);
    // For Ctrl-C; else all is closed before the exit.
    Runtime.getRuntime().addShutdownHook(new Thread(environments::close, "local-environments"));
    int code = CommandRunner.run(commandLine(environments), args);
    environments.close();
    System.exit(code);
  }

  /** The tree of commands with {@code demo}, which exists on one machine only. */
  static CommandLine commandLine(Environments environments) {
    return Isotherm.commandLine(environments, new DemoCommand());
  }

  /** Before the first logger: it reads these once. */
  private static void prepareTerminal(List<String> args) {
    if (System.getProperty(LOG_CONFIGURATION) == null) {
      System.setProperty(LOG_CONFIGURATION, "dev/isotherm/local/terminal-log4j2.properties");
    }
    if (args.contains("-v") || args.contains("--verbose")) {
      System.setProperty(LOG_LEVEL, "info");
      System.setProperty(LOG_THROWABLE, "full");
    }
    // Since Java 22 there is a console even where there is no terminal, unless one asks for this.
    System.setProperty("jdk.console", "java.base");
  }
}
