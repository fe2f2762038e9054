package dev.isotherm.jobs.commands.history;

import dev.isotherm.flow.topology.ParsedMessages;
import dev.isotherm.flow.topology.PlausibilityTopology;
import dev.isotherm.jobs.commands.options.DuplicatesOption;
import dev.isotherm.jobs.commands.options.FileOptions;
import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.RangeOptions;
import dev.isotherm.jobs.commands.options.ReadingOptions;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.UnusedOptions;
import dev.isotherm.jobs.commands.options.ValueOptions;
import dev.isotherm.jobs.commands.run.RefusedInput;
import dev.isotherm.jobs.files.InputDialects;
import dev.isotherm.jobs.files.InputFiles;
import dev.isotherm.jobs.files.LineNumbers;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.graph.BoundedJob;
import dev.isotherm.jobs.graph.ReplayJob;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.kept.TopicText;
import dev.isotherm.jobs.report.html.ReportFile;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.sensors.PlausibilityChecks;
import dev.isotherm.wire.OffsetRange;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The history that a command reads: files, or the log of a topic. */
public abstract class HistoryOptions {

  private static final Duration DEFAULT_STREAM_SKEW = Duration.ofMinutes(1);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private RangeOptions part;
  @Mixin private KafkaOptions kafka;
  @Mixin private ReadingOptions reading;
  @Mixin private DuplicatesOption duplicates;
  @Mixin private ValueOptions values;
  @Mixin private FileOptions files;

  private @Nullable String topic;
  private @Nullable OffsetRange range;
  private @Nullable List<Path> inputs;
  private @Nullable InputDialects dialects;

  /** The settings that all Kafka clients share. */
  public Properties client() {
    return kafka.clientProperties();
  }

  /** The files, folders and globs, or one topic. */
  protected abstract List<String> paths();

  /** The option that names them; empty if they are parameters of the command. */
  protected abstract String option();

  /**
   * Finds the files, or the name of the topic.
   *
   * @param output the folder of the results, which is no history; {@code null} for none
   * @param report the report of an earlier run, which is no history; {@code null} for none
   */
  public void check(@Nullable String output, @Nullable String report, ValidationErrors errors) {
    for (String one : paths()) {
      if (TopicText.isTopic(one)) {
        checkTopic(one, errors);
      }
    }
    if (topic == null) {
      reading.checkFiles(errors);
      findFiles(output, report, errors);
      duplicates.checkFiles(inputs.size(), errors);
    } else {
      reading.checkRecords(errors);
    }
  }

  private String label() {
    return option().isEmpty() ? "PATH" : option();
  }

  private String prefixed(String error) {
    return option().isEmpty() ? error : option() + " " + error;
  }

  private void checkTopic(String named, ValidationErrors errors) {
    topic = TopicText.nameIn(named, TopicNames.DEFAULTS.readings());
    if (paths().size() > 1) {
      errors.add(label(), named, "a topic must be named alone, without files");
    }
    TopicNameConverter.check(label(), named, topic, errors);
  }

  private void findFiles(
      @Nullable String output, @Nullable String report, ValidationErrors errors) {
    InputFiles found =
        InputFiles.find(paths(), output == null ? null : ResultFolder.absolute(output));
    found.errors().forEach(error -> errors.add(prefixed(error)));
    List<Path> history =
        found.files().stream().filter(file -> !ReportFile.isNamed(report, file)).toList();
    if (history.isEmpty() && !found.files().isEmpty()) {
      errors.add(report + ": is the only file of the history");
    }
    dialects = InputDialects.of(history, files.dialect());
    inputs = dialects.readable();
    if (inputs.isEmpty()) {
      dialects.refused().forEach(error -> errors.add(prefixed(error)));
    }
  }

  /** Runs what reads history, and says how files are read and which are left out. */
  public int reading(PrintWriter err, Callable<Integer> compare) throws Exception {
    if (dialects == null) {
      return compare.call();
    }
    dialects.notes().forEach(note -> err.println("isotherm: " + note));
    try {
      return compare.call();
    } catch (Exception e) {
      throw RefusedInput.explained(e, new LineNumbers(files.dialect()));
    } finally {
      dialects.refused().forEach(file -> err.println("isotherm: left out: " + file));
    }
  }

  /**
   * Adds history to a job.
   *
   * @param checks readings that are no measurements are left out
   */
  public DataStream<ReadingBlock> readings(
      StreamExecutionEnvironment environment, PlausibilityChecks checks) {
    return BoundedJob.readings(
        PlausibilityTopology.checkSorted(messages(environment), checks).messages(),
        duplicates.how());
  }

  private ParsedMessages messages(StreamExecutionEnvironment environment) {
    if (topic == null) {
      return BoundedJob.readFiles(
          environment, inputs, files.parsers(reading), duplicates.how().orderFiles());
    }
    Properties client = kafka.clientProperties();
    range = part.of(client, prefixed("topic:"), topic);
    Duration skew = files.maxClockSkew() == null ? DEFAULT_STREAM_SKEW : files.maxClockSkew();
    return ReplayJob.read(
        environment,
        client,
        range,
        values.of(reading.options()),
        reading.boundsOfRecords(skew),
        values.access());
  }

  /** One sentence for each option that was given and has no effect. */
  public List<String> unused() {
    return UnusedOptions.ofHistory(command, dialects);
  }

  /** Names what was read. */
  public List<String> names() {
    return range == null
        ? paths()
        : List.of(
            "%s from %s to %s"
                .formatted(topic, OffsetRange.text(range.from()), OffsetRange.text(range.to())));
  }

  public ZoneId zone() {
    return reading.zone();
  }

  public ParseOptions options() {
    return reading.options();
  }
}
