package dev.isotherm.jobs.commands.watch;

import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.commands.run.Interruption;
import dev.isotherm.jobs.page.LivePage;
import dev.isotherm.jobs.page.model.PageLimits;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.rules.RuleSet;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves a page that shows the results of a stream as they come. */
@Command(
    name = "watch",
    sortOptions = false,
    description = {
      "A page that shows averages and alerts as they come.",
      "",
      "Serves a page for browsers on this machine. It shows the alerts, the averages of each",
      "series, the counts of messages and the lag of the stream. It reads the topics of results",
      "and writes nothing. The page needs no internet. Ctrl-C ends it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm watch                                   # then open http://localhost:8090",
      "  isotherm watch -b kafka:9092 --rules rules.yaml  # draws the limits of these rules",
      "  isotherm watch --bind 0.0.0.0:8090 --token-file token.txt"
    })
public final class WatchCommand implements Callable<Integer>, Validated {

  private static final int MOST_SERIES = 20_000;
  private static final int MOST_WINDOWS = 10_000;

  /** Bounds the memory: windows of all series together. */
  private static final long MOST_WINDOWS_IN_ALL = 5_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--bind",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8090",
      converter = BindAddress.Converter.class,
      description = {
        "Where to listen; port 0 for any that is free. An address that other machines can reach",
        "requires --token-file (default: ${DEFAULT-VALUE})."
      })
  private BindAddress bind;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      converter = TokenFile.Converter.class,
      description = {
        "Serve only browsers that give the token in this file as the password. It must have at",
        "least 16 characters."
      })
  private @Nullable TokenFile token;

  @Option(
      names = "--rules",
      paramLabel = "RULES",
      defaultValue = "default",
      description = {
        "Draw the limits of these rules, until others are published: a file; default for those",
        "built in; or none (default: ${DEFAULT-VALUE})."
      })
  private RuleSet rules;

  @Option(
      names = "--history",
      paramLabel = "DURATION",
      defaultValue = "1h",
      description = {
        "Begin with the averages that were published in this time, and at least with the last",
        "10,000 of each partition (default: ${DEFAULT-VALUE})."
      })
  private Duration history;

  @Option(
      names = "--max-series",
      paramLabel = "N",
      description = {
        "Keep so many series; of more, those that were updated longest ago are forgotten",
        "(default: ${DEFAULT-VALUE})."
      })
  private int maxSeries = PageLimits.DEFAULT.series();

  @Option(
      names = "--max-windows",
      paramLabel = "N",
      description = "Keep so many windows of each series (default: ${DEFAULT-VALUE}).")
  private int maxWindows = PageLimits.DEFAULT.windows();

  @Mixin private KafkaOptions kafka;
  @Mixin private TopicOptions topics;
  @Mixin private TopicOptions.Group group;

  @Override
  public void check(ValidationErrors errors) {
    boolean hasToken = token != null || errors.isUnreadable("--token-file");
    if (bind != null && !hasToken && !bind.isLoopback()) {
      errors.add(
          "--bind", bind.text(), "other machines can reach it; --token-file must be given, too");
    }
    checkCount(errors, "--max-series", maxSeries, MOST_SERIES);
    checkCount(errors, "--max-windows", maxWindows, MOST_WINDOWS);
    if ((long) maxSeries * maxWindows > MOST_WINDOWS_IN_ALL) {
      errors.add(
          "--max-series",
          maxSeries,
          String.format(
              "times --max-windows %d must be at most %d", maxWindows, MOST_WINDOWS_IN_ALL));
    }
  }

  private static void checkCount(ValidationErrors errors, String option, int value, int most) {
    if (value < 1 || value > most) {
      errors.add(option, value, "must be at least 1 and at most " + most);
    }
  }

  @Override
  public Integer call() throws Exception {
    LivePage.Options options =
        new LivePage.Options(
            "--bind",
            bind.address(),
            token == null ? null : token.token(),
            group.name(),
            rules,
            history,
            new PageLimits(maxSeries, maxWindows));
    CompletableFuture<Void> end = new CompletableFuture<>();
    return Interruption.during(() -> serve(options, end), () -> end.complete(null));
  }

  private int serve(LivePage.Options options, CompletableFuture<Void> end) throws Exception {
    try (LivePage page = LivePage.start(kafka.clientProperties(), topics.names(), options)) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("The page is at " + bind.url(page.port()) + " (Ctrl-C ends it)");
      out.flush();
      CompletableFuture.anyOf(end, page.ended()).get();
      return CommandRunner.DONE;
    }
  }
}
