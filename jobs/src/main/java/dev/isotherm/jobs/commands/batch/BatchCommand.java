package dev.isotherm.jobs.commands.batch;

import dev.isotherm.flow.topology.ParsedMessages;
import dev.isotherm.jobs.archive.ArchivedMessages;
import dev.isotherm.jobs.commands.inspect.FileInspector;
import dev.isotherm.jobs.commands.inspect.Inspection;
import dev.isotherm.jobs.commands.options.FileOptions;
import dev.isotherm.jobs.commands.options.MappingOptions;
import dev.isotherm.jobs.commands.options.UnusedOptions;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.options.ValueOptions;
import dev.isotherm.jobs.commands.run.BoundedCommand;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.commands.run.RefusedInput;
import dev.isotherm.jobs.files.InputDialects;
import dev.isotherm.jobs.files.InputFiles;
import dev.isotherm.jobs.files.LineNumbers;
import dev.isotherm.jobs.files.LocalPaths;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.BoundedJob;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.report.BatchRequest;
import dev.isotherm.jobs.report.ProgressBar;
import dev.isotherm.model.RawMessage;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.parse.mapping.ParseOptions;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Computes averages and alerts of files. */
@Command(
    name = "batch",
    description = {
      "Averages of files: per sensor, metric and day, or any other window.",
      "",
      "Reads JSON lines, tables (CSV), text with one number per line, also compressed as .gz, .zst",
      "or .zip, and Parquet. A line that cannot be used is skipped, counted by its reason, and"
          + " kept",
      "in DIR/rejected. With --rules, the alerts that would have occurred are counted, and are in",
      "DIR/transitions.",
      "",
      "What looks like a mistake is a warning: a name that nothing in the input has, an option",
      "without effect, a file without messages. DIR/summary.json has the counts and warnings.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 the job failed; 2 bad usage, or no message could be used.",
      "",
      "Examples:",
      "  isotherm batch daily_readings.txt                # one number per line",
      "  isotherm batch logs/ --window 1h                 # a folder, hourly averages",
      "  isotherm batch logs/ --window 1h --slide 10min   # of the last hour, each 10 minutes",
      "  isotherm batch 'logs/*.csv.gz' --zone Europe/Berlin --print csv > averages.csv",
      "  isotherm batch readings.jsonl --print json | jq 'select(.max > 28)'",
      "  isotherm batch readings.jsonl --rules default    # alerts of history, too",
      "  isotherm batch logs/ --rules default --report week.html   # a page to look at or print",
      "  isotherm batch archive/date=2025-07-01           # what stream --archive has kept",
      "  isotherm batch 'archive/{date}/*' --day yesterday --output 'daily/{date}' --overwrite"
    })
public final class BatchCommand extends BoundedCommand implements Validated {

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files, folders (with all their subfolders) or quoted globs.")
  private List<String> paths = List.of();

  @Option(
      names = "--day",
      paramLabel = "DAY",
      converter = DayTemplate.Converter.class,
      description =
          "A date, yesterday or today, in --zone: takes the place of {date} (or {yyyy}, {MM}, {dd})"
              + " in PATH, --output and --report, and is the day of text files.")
  private DayTemplate.@Nullable Named day;

  @Mixin private FileOptions files;
  @Mixin private ValueOptions values;

  /** The paths, with the day in place of its letters. */
  private List<String> named = List.of();

  private InputDialects inputs;

  public BatchCommand(Environments environments) {
    super(environments);
  }

  @Override
  public void check(ValidationErrors errors) {
    named = ofDay(errors);
    InputFiles found = InputFiles.find(named, ResultFolder.absolute(results.folder()));
    found.errors().forEach(errors::add);
    if (day == null && !found.errors().isEmpty() && paths.stream().anyMatch(DayTemplate::isIn)) {
      errors.add("--day: is missing, but a PATH has a place for it");
    }
    List<Path> readings = found.files().stream().filter(file -> !results.isReport(file)).toList();
    if (readings.isEmpty() && !found.files().isEmpty()) {
      errors.add("--report: is the only file of the input");
    }
    inputs = InputDialects.of(readings, files.dialect());
    if (inputs.readable().isEmpty()) {
      inputs.refused().forEach(errors::add);
    }
    duplicates.checkFiles(inputs.readable().size(), errors);
    inputs.mixed().forEach(errors::add);
    if (inputs.areArchive()) {
      reading.checkRecords(errors);
    } else {
      reading.checkFiles(errors);
      values.checkFiles(errors);
    }
  }

  /** Returns the paths of the day; the results and text files become those of the day, too. */
  private List<String> ofDay(ValidationErrors errors) {
    if (day == null || reading.zone() == null) { // the zone is wrong: then that is said
      return paths;
    }
    if (paths.stream().noneMatch(DayTemplate::isIn)) {
      errors.add("--day: has no effect, because no PATH has {date}, {yyyy}, {MM} or {dd}");
    }
    DayTemplate template = day.in(reading.zone(), InstantSource.system());
    results.rename(template::fill);
    files.defaultDate(template.day());
    return paths.stream().map(template::fill).toList();
  }

  @Override
  public Integer call() throws Exception {
    Configuration configuration = configuration();
    long totalBytes = ProgressBar.isEnabled() ? ProgressBar.totalBytes(inputs.readable()) : 0;
    if (ProgressBar.isEnabled()) {
      ProgressBar.configure(configuration);
    }
    inputs.notes().forEach(note -> err().println("isotherm: " + note));
    LineNumbers lines = new LineNumbers(files.dialect());
    ParseOptions parsing = values.of(reading.options());
    try {
      int code =
          run(
              configuration,
              named,
              environment -> {
                if (ProgressBar.isEnabled()) {
                  environment.registerJobListener(new ProgressBar(err(), totalBytes));
                }
                return read(environment, parsing);
              },
              inputs.areArchive()
                  ? BatchRequest.Files.NONE
                  : new BatchRequest.Files(inputs.readable(), files.dialect()),
              UnusedOptions.of(spec(), inputs.formats()),
              inputs.areArchive() ? Rejection::place : lines::position);
      inputs.grown().forEach(note -> err().println("isotherm: " + note));
      if (code == CommandRunner.BAD_USAGE && !inputs.areArchive()) {
        propose(inputs.readable().get(0));
      }
      return code;
    } catch (Exception e) {
      throw RefusedInput.explained(e, lines);
    } finally {
      inputs.refused().forEach(file -> err().println("isotherm: left out: " + file));
    }
  }

  private ParsedMessages read(StreamExecutionEnvironment environment, ParseOptions parsing) {
    if (!inputs.areArchive()) {
      return BoundedJob.readFiles(
          environment, inputs.readable(), files.parsers(reading), duplicates.how().orderFiles());
    }
    SingleOutputStreamOperator<RawMessage> messages =
        ArchivedMessages.read(environment, inputs.readable(), null);
    ArchivedMessages.check(messages);
    return ArchivedMessages.parse(
        messages, parsing, files.boundsOfRecords(reading), values.access());
  }

  /** Says with which options a file could be used. */
  private void propose(Path file) throws IOException {
    Map<String, List<String>> given = MappingOptions.given(spec().commandLine().getParseResult());
    Inspection inspection = FileInspector.inspect(file, given);
    String name = LocalPaths.relative(LocalPaths.text(file));
    err()
        .println(
            inspection.isUsable()
                ? "isotherm: isotherm inspect " + name + " proposes: " + inspection.proposed(given)
                : "isotherm: isotherm inspect " + name + " shows what is in it");
    if (!inspection.isUsable()) {
      inspection.questions().forEach(one -> err().println("isotherm: " + name + ": " + one));
    }
  }
}
