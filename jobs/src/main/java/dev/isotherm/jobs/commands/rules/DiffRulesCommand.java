package dev.isotherm.jobs.commands.rules;

import dev.isotherm.flow.average.AverageSpec;
import dev.isotherm.flow.topology.AlertTopology;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.jobs.commands.options.JobOptions;
import dev.isotherm.jobs.commands.options.RulesConverter;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.options.WindowOptions;
import dev.isotherm.jobs.commands.options.known.ImplausibleOption;
import dev.isotherm.jobs.commands.options.known.KnownOptions;
import dev.isotherm.jobs.commands.run.CancellableEnvironments;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.commands.run.Interruption;
import dev.isotherm.jobs.diff.AlertDiff;
import dev.isotherm.jobs.files.JsonLinesSink;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.BoundedJob;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.jobs.report.DiffReport;
import dev.isotherm.jobs.report.WindowsOfRules;
import dev.isotherm.jobs.report.html.ReportFile;
import dev.isotherm.jobs.report.html.diff.DiffPage;
import dev.isotherm.jobs.report.html.diff.DiffRun;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.Transition;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Compares the alerts of two sets of rules on history. */
@Command(
    name = "diff",
    customSynopsis = "isotherm rules diff OLD NEW --on PATH... [OPTION...]",
    description = {
      "Tells which alerts a change of rules would have changed: more, fewer, earlier, later.",
      "",
      "That is, on history, had the new rules been used instead of the old ones.",
      "",
      "Reads history once, evaluates both, and pairs alerts of the same rule and series that",
      "overlap in time. Missing data (no_data) and flapping are compared as well. Alerts that were",
      "pending and did not fire are not compared. Other names, texts and labels are told.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 it was compared, whatever came out; with --fail-on-difference 3 if something",
      "differs; 2 bad usage or rules, or no message could be used; 1 it failed.",
      "",
      "Examples:",
      "  isotherm rules diff rules.yaml new.yaml --on logs/",
      "  isotherm rules diff default new.yaml --on 'logs/*.csv.gz' --zone Europe/Berlin",
      "  isotherm rules diff rules.yaml new.yaml --on topic                 # sensor_readings",
      "  isotherm rules diff rules.yaml new.yaml --on topic:boilers --from 2025-07-01T00:00:00Z",
      "  isotherm rules diff rules.yaml new.yaml --on logs/ --print json | jq .rule",
      "  isotherm rules diff rules.yaml new.yaml --on logs/ --report change.html  # a page",
      "  isotherm rules diff none unusual.yaml --on logs/ --baseline usual.jsonl"
    })
public final class DiffRulesCommand implements Callable<Integer>, Validated {

  private static final String REPORT = "--report";
  private static final int MOST_SHOWN = 50;

  private final Environments environments;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "The old rules: a file, default or none.")
  private String old;

  @Parameters(
      index = "1",
      paramLabel = "NEW",
      description = "The new rules: a file, default or none.")
  private String changed;

  @Mixin private HistoryOfRules history;

  @Option(
      names = "--print",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "table, or json: one difference per line, and nothing else (default: ${DEFAULT-VALUE}).")
  private DiffReport.Print print;

  @Option(names = "--all", description = "Show every difference, not the first " + MOST_SHOWN + ".")
  private boolean all;

  @Option(
      names = "--fail-on-difference",
      description = "End with exit code 3 if something differs.")
  private boolean failOnDifference;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Keep here the transitions of both, whose rules are numbered (default: a temporary"
              + " folder). On a cluster it must be one that all can reach.")
  private @Nullable String output;

  @Option(names = "--overwrite", description = "Replace results that are in DIR already.")
  private boolean overwrite;

  @Option(
      names = REPORT,
      paramLabel = "FILE",
      description =
          "Also write a report to FILE, which ends with .html: rules, alerts that differ, and their"
              + " periods by series. It is one page that can be printed.")
  private @Nullable String report;

  @Mixin private KnownOptions known;
  @Mixin private ImplausibleOption implausible;
  @Mixin private WindowOptions windows = new WindowOptions("day");
  @Mixin private JobOptions job;

  private @Nullable RuleSet oldRules;
  private @Nullable RuleSet newRules;

  public DiffRulesCommand(Environments environments) {
    this.environments = environments;
  }

  @Override
  public void check(ValidationErrors errors) {
    oldRules = read("OLD", old, errors);
    newRules = read("NEW", changed, errors);
    history.check(output, report, errors);
    String error = report == null ? null : ReportFile.error(report, output);
    if (error != null) {
      errors.add(REPORT, report, error);
    }
  }

  /** Not by picocli: of a value that it cannot convert it says, too, that it is not expected. */
  private static @Nullable RuleSet read(
      String label, @Nullable String text, ValidationErrors errors) {
    try {
      return text == null ? null : new RulesConverter().convert(text);
    } catch (TypeConversionException wrong) {
      errors.add(label, text, wrong.getMessage());
      return null;
    }
  }

  @Override
  public Integer call() throws Exception {
    known.connect(history.client());
    known.require(List.of(oldRules, newRules));
    CancellableEnvironments cancellable = new CancellableEnvironments(environments);
    return history.reading(
        spec.commandLine().getErr(),
        () -> Interruption.during(() -> compare(cancellable), cancellable::cancel));
  }

  private int compare(CancellableEnvironments cancellable) throws Exception {
    AlertDiff diff = new AlertDiff(oldRules, newRules);
    try (ResultFolder folder = ResultFolder.prepare(output, overwrite);
        ReportFile page = report == null ? null : new ReportFile(report)) {
      StreamExecutionEnvironment environment =
          cancellable.create(job.configuration(RuntimeExecutionMode.BATCH));
      known.addTo(environment);
      JsonLinesSink.write(
          transitions(history.readings(environment, implausible.checks(known)), diff.rules()),
          folder.path(),
          ResultFolder.TRANSITIONS,
          JsonLinesWriter::of);
      JobExecutionResult result =
          BoundedJob.executeAttached(cancellable, environment, "rules diff");
      folder.forEachLine(
          ResultFolder.TRANSITIONS, line -> diff.add(JsonLinesReader.readTransition(line)));
      DiffRun run = described(diff, result);
      boolean isUsable = run.read().messages() == 0 || run.read().accepted() > 0;
      if (page != null && isUsable) {
        page.write(new DiffPage(run, diff)::write);
      }
      folder.publish();
      if (page != null && isUsable) {
        page.publish();
      }
      return isUsable ? print(diff, run, page) : refuse(run);
    }
  }

  private DataStream<Transition> transitions(DataStream<ReadingBlock> read, RuleSet rules) {
    Windowing windowing = windows.windowing(history.zone());
    DataStream<ReadingBlock> readings = AlertTopology.withCoverage(read, rules);
    return AlertTopology.alertUntilEnd(
        readings,
        () -> Topology.average(readings, AverageSpec.of(windowing, Duration.ZERO)).updates(),
        windowing,
        RuleSetHistory.of(rules));
  }

  private DiffRun described(AlertDiff diff, JobExecutionResult result) {
    List<String> warnings = new ArrayList<>(history.unused());
    Stream.of(oldRules, newRules)
        .flatMap(rules -> known.baselineWarnings(rules).stream())
        .distinct()
        .forEach(warnings::add);
    warnings.addAll(BatchResults.nameWarnings(diff, result, history.options()));
    return new DiffRun(
        spec.root().version()[0],
        history.names(),
        old,
        changed,
        oldRules,
        newRules,
        windows.text(),
        history.zone(),
        BatchResults.counted(result)
            .withDuplicates(BatchResults.duplicates(result))
            .withImplausible(BatchResults.implausible(result)),
        warnings);
  }

  private int refuse(DiffRun run) {
    PrintWriter err = spec.commandLine().getErr();
    run.warnings().forEach(warning -> err.println("warning: " + warning));
    err.printf(
        "isotherm: none of %d messages could be used; isotherm batch says why%n",
        run.read().messages());
    return CommandRunner.BAD_USAGE;
  }

  private int print(AlertDiff diff, DiffRun run, @Nullable ReportFile page) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    run.warnings().forEach(warning -> err.println("warning: " + warning));
    DiffReport differences = new DiffReport(diff);
    switch (print) {
      case JSON -> differences.printJson(out);
      case TABLE -> differences.print(out, all ? Integer.MAX_VALUE : MOST_SHOWN);
    }
    out.flush();
    WindowsOfRules.lines(oldRules, newRules, windows.windowing(history.zone()))
        .forEach(err::println);
    Accounting read = run.read();
    err.printf(
        "%d messages, %d of them rejected; %d readings%s%n",
        read.messages(),
        read.messages() - read.accepted(),
        read.readings(),
        read.implausible() == 0 ? "" : ", " + read.implausible() + " of them implausible");
    if (page != null) {
      err.println("The report is " + page);
    }
    return failOnDifference && !differences.isEmpty()
        ? CommandRunner.DIFFERENT
        : CommandRunner.DONE;
  }
}
