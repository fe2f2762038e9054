package dev.isotherm.jobs.commands.rules;

import dev.isotherm.flow.topology.AlertTopology;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.jobs.commands.options.DuplicatesOption;
import dev.isotherm.jobs.commands.options.FileOptions;
import dev.isotherm.jobs.commands.options.JobOptions;
import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.RangeOptions;
import dev.isotherm.jobs.commands.options.ReadingOptions;
import dev.isotherm.jobs.commands.options.RulesConverter;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.UnusedOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.options.ValueOptions;
import dev.isotherm.jobs.commands.options.WindowOptions;
import dev.isotherm.jobs.commands.run.CancellableEnvironments;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.commands.run.Interruption;
import dev.isotherm.jobs.commands.run.RefusedInput;
import dev.isotherm.jobs.diff.AlertDiff;
import dev.isotherm.jobs.files.InputDialects;
import dev.isotherm.jobs.files.InputFiles;
import dev.isotherm.jobs.files.JsonLinesSink;
import dev.isotherm.jobs.files.LineNumbers;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.BoundedJob;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.graph.ReplayJob;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.jobs.report.DiffReport;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Transition;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RuleSetHistory;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLinesReader;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.OffsetRange;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.core.fs.Path;
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
      "pending and did not fire are not compared.",
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
      "  isotherm rules diff rules.yaml new.yaml --on logs/ --print json | jq .rule"
    })
public final class DiffRulesCommand implements Callable<Integer>, Validated {

  private static final String TOPIC = "topic";
  private static final int MOST_SHOWN = 50;
  private static final Duration DEFAULT_STREAM_SKEW = Duration.ofMinutes(1);

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

  @Option(
      names = "--on",
      paramLabel = "PATH",
      arity = "1..*",
      required = true,
      description =
          "History: files, folders (with all folders in them) or quoted globs, as for batch; or"
              + " topic for the log of sensor_readings, topic:NAME for that of another topic. A"
              + " file of that name is ./topic.")
  private List<String> on = List.of();

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

  @Mixin private WindowOptions windows = new WindowOptions("day");
  @Mixin private RangeOptions part;
  @Mixin private KafkaOptions kafka;
  @Mixin private ReadingOptions reading;
  @Mixin private DuplicatesOption duplicates;
  @Mixin private ValueOptions values;
  @Mixin private FileOptions files;
  @Mixin private JobOptions job;

  private @Nullable RuleSet oldRules;
  private @Nullable RuleSet newRules;
  private @Nullable String topic;
  private @Nullable List<Path> inputs;
  private @Nullable InputDialects dialects;

  public DiffRulesCommand(Environments environments) {
    this.environments = environments;
  }

  @Override
  public void check(ValidationErrors errors) {
    oldRules = read("OLD", old, errors);
    newRules = read("NEW", changed, errors);
    for (String one : on) {
      if (one.equals(TOPIC) || one.startsWith(TOPIC + ":")) {
        checkTopic(one, errors);
      }
    }
    if (topic == null) {
      reading.checkFiles(errors);
      InputFiles found = InputFiles.find(on, output == null ? null : ResultFolder.absolute(output));
      found.errors().forEach(error -> errors.add("--on " + error));
      dialects = InputDialects.of(found.files(), files.dialect());
      inputs = dialects.readable();
      if (inputs.isEmpty()) {
        dialects.refused().forEach(error -> errors.add("--on " + error));
      }
      duplicates.checkFiles(inputs.size(), errors);
    } else {
      reading.checkRecords(errors);
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

  private void checkTopic(String named, ValidationErrors errors) {
    topic =
        named.equals(TOPIC) ? TopicNames.DEFAULTS.readings() : named.substring(TOPIC.length() + 1);
    if (on.size() > 1) {
      errors.add("--on", named, "a topic must be named alone, without files");
    }
    try {
      new TopicNameConverter().convert(topic);
    } catch (TypeConversionException wrong) {
      errors.add("--on", named, "the name of the topic " + wrong.getMessage());
    }
  }

  @Override
  public Integer call() throws Exception {
    CancellableEnvironments cancellable = new CancellableEnvironments(environments);
    PrintWriter err = spec.commandLine().getErr();
    if (dialects == null) {
      return Interruption.during(() -> compare(cancellable), cancellable::cancel);
    }
    dialects.notes().forEach(note -> err.println("isotherm: " + note));
    try {
      return Interruption.during(() -> compare(cancellable), cancellable::cancel);
    } catch (Exception e) {
      throw RefusedInput.explained(e, new LineNumbers(files.dialect()));
    } finally {
      dialects.refused().forEach(file -> err.println("isotherm: left out: " + file));
    }
  }

  private int compare(CancellableEnvironments cancellable) throws Exception {
    AlertDiff diff = new AlertDiff(oldRules, newRules);
    try (ResultFolder folder = ResultFolder.prepare(output, overwrite)) {
      StreamExecutionEnvironment environment =
          cancellable.create(job.configuration(RuntimeExecutionMode.BATCH));
      JsonLinesSink.write(
          transitions(BoundedJob.readings(history(environment), duplicates.how()), diff.rules()),
          folder.path(),
          ResultFolder.TRANSITIONS,
          JsonLinesWriter::of);
      JobExecutionResult result =
          BoundedJob.executeAttached(cancellable, environment, "rules diff");
      folder.forEachLine(
          ResultFolder.TRANSITIONS, line -> diff.add(JsonLinesReader.readTransition(line)));
      folder.publish();
      return report(
          new DiffReport(diff.changes(), diff.pairs()),
          BatchResults.counted(result),
          warnings(diff, result));
    }
  }

  private DataStream<Transition> transitions(DataStream<Reading> history, RuleSet rules) {
    Windowing windowing = windows.windowing(reading.zone());
    DataStream<Reading> readings = AlertTopology.withCoverage(history, rules);
    return AlertTopology.alertUntilEnd(
        readings,
        () -> Topology.average(readings, windowing, Duration.ZERO).updates(),
        RuleSetHistory.of(rules));
  }

  private List<String> warnings(AlertDiff diff, JobExecutionResult result) {
    List<String> warnings = new ArrayList<>(UnusedOptions.ofHistory(spec, dialects));
    warnings.addAll(BatchResults.nameWarnings(diff, result, reading.options()));
    return warnings;
  }

  private Topology.Messages history(StreamExecutionEnvironment environment) {
    if (topic == null) {
      return BoundedJob.readFiles(
          environment, inputs, files.parsers(reading), duplicates.how().orderFiles());
    }
    Properties client = kafka.clientProperties();
    OffsetRange range = part.of(client, "--on topic:", topic);
    Duration skew = files.maxClockSkew() == null ? DEFAULT_STREAM_SKEW : files.maxClockSkew();
    return ReplayJob.read(
        environment,
        client,
        range,
        values.of(reading.options()),
        reading.boundsOfRecords(skew),
        values.access());
  }

  private int report(DiffReport report, Accounting read, List<String> warnings) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    warnings.forEach(warning -> err.println("warning: " + warning));
    if (read.messages() > 0 && read.accepted() == 0) {
      err.printf(
          "isotherm: none of %d messages could be used; isotherm batch says why%n",
          read.messages());
      return CommandRunner.BAD_USAGE;
    }
    switch (print) {
      case JSON -> report.printJson(out);
      case TABLE -> report.print(out, all ? Integer.MAX_VALUE : MOST_SHOWN);
    }
    out.flush();
    err.printf(
        "%d messages, %d of them rejected; %d readings%n",
        read.messages(), read.messages() - read.accepted(), read.readings());
    return failOnDifference && !report.differences().isEmpty()
        ? CommandRunner.DIFFERENT
        : CommandRunner.DONE;
  }
}
