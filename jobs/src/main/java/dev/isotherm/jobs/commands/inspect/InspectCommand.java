package dev.isotherm.jobs.commands.inspect;

import dev.isotherm.jobs.commands.options.FileOptions;
import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.MappingFile;
import dev.isotherm.jobs.commands.options.MappingOptions;
import dev.isotherm.jobs.commands.options.ReadingOptions;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.options.ValueOptions;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.files.InputFiles;
import dev.isotherm.jobs.files.LocalPaths;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how files or a topic would be read, and proposes the options for them. */
@Command(
    name = "inspect",
    description = {
      "Says how files or a topic would be read, and proposes the options.",
      "",
      "Looks at a part of each file, or at the last messages of a topic: at its format, at the",
      "fields with their ranges and examples, at what may have several meanings. Proposes which",
      "fields are the instant, the sensor and the metrics, shows the first readings, and prints",
      "the command to run. Options that are given here are kept.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 the proposed command reads the messages; 2 bad usage, or something is left to",
      "be decided.",
      "",
      "Examples:",
      "  isotherm inspect measurements.csv",
      "  isotherm inspect logs/ --write mapping.yaml      # then: isotherm batch logs/ --mapping",
      "  isotherm inspect --topic sensor_readings -b kafka:9092"
    })
public final class InspectCommand implements Callable<Integer>, Validated {

  /** Of many files, so many are looked at. */
  private static final int MOST_FILES = 20;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Files, folders (with all their subfolders) or quoted globs.")
  private List<String> paths = List.of();

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "A Kafka topic to look at, in place of files.")
  private @Nullable String topic;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Write the options to a new file, for --mapping.")
  private java.nio.file.@Nullable Path write;

  @Mixin private ReadingOptions reading;

  @Mixin
  @SuppressWarnings("UnusedVariable") // read by MappingOptions, from what was parsed
  private FileOptions files;

  @Mixin private KafkaOptions kafka;
  @Mixin private ValueOptions values;

  private List<Path> found = List.of();

  @Override
  public void check(ValidationErrors errors) {
    if (paths.isEmpty() == (topic == null)) {
      errors.add("inspect needs files, or --topic NAME: one of both");
    }
    InputFiles input = InputFiles.find(paths, null);
    input.errors().forEach(errors::add);
    found = input.files();
    if (write != null && Files.exists(write)) {
      errors.add("--write", write, "exists already; name a new file");
    }
    if (topic == null) {
      reading.checkFiles(errors);
    } else {
      reading.checkRecords(errors);
    }
  }

  @Override
  public Integer call() throws Exception {
    Map<String, List<String>> given = MappingOptions.given(spec.commandLine().getParseResult());
    Map<Inspection, List<String>> inspections = new LinkedHashMap<>();
    if (topic != null) {
      inspections.put(
          TopicInspector.inspect(
              kafka.clientProperties(), topic, values.schemas(reading.options()), given),
          List.of(topic));
    } else {
      inspections.putAll(byShape(given));
    }
    PrintWriter out = spec.commandLine().getOut();
    inspections.forEach(
        (inspection, names) -> {
          new InspectReport(out).print(named(names), inspection);
          out.println();
        });
    write(inspections);
    inspections.forEach((inspection, names) -> printCommand(inspection, names));
    boolean decided =
        inspections.keySet().stream().allMatch(one -> one.isUsable() && one.questions().isEmpty());
    return decided ? CommandRunner.DONE : CommandRunner.BAD_USAGE;
  }

  /** Files that are read with the same options are shown as one. */
  private Map<Inspection, List<String>> byShape(Map<String, List<String>> given)
      throws IOException {
    Map<List<Object>, Inspection> shapes = new LinkedHashMap<>();
    Map<Inspection, List<String>> inspections = new LinkedHashMap<>();
    for (Path file : found.subList(0, Math.min(found.size(), MOST_FILES))) {
      Inspection one = FileInspector.inspect(file, given);
      List<Object> shape = List.of(one.settings(), one.questions(), one.fields().names());
      Inspection like = shapes.computeIfAbsent(shape, unseen -> one);
      inspections
          .computeIfAbsent(like, unseen -> new ArrayList<>())
          .add(LocalPaths.relative(LocalPaths.text(file)));
    }
    return inspections;
  }

  private String named(List<String> names) {
    int more = names.size() - 1;
    return names.get(0) + (more == 0 ? "" : " and " + more + " like it");
  }

  private void write(Map<Inspection, List<String>> inspections) throws IOException {
    if (write == null) {
      return;
    }
    if (inspections.size() > 1) {
      throw new ConfigurationException(
          "--write "
              + write
              + ": the files need "
              + inspections.size()
              + " mappings; inspect those of one kind at a time");
    }
    Inspection inspection = inspections.keySet().iterator().next();
    String notes =
        inspection.questions().stream()
            .map(question -> "# to be decided: " + question + "\n")
            .collect(Collectors.joining());
    // A file must have a key.
    Map<String, List<String>> settings =
        inspection.settings().isEmpty()
            ? Map.of("zone", List.of(reading.zone().getId()))
            : inspection.settings();
    try {
      Files.writeString(write, notes + MappingText.yaml(settings), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new ConfigurationException("--write " + write + ": exists already; name a new file");
    }
  }

  private void printCommand(Inspection inspection, List<String> names) {
    PrintWriter out = spec.commandLine().getOut();
    String options =
        write == null
            ? MappingText.arguments(inspection.settings())
            : MappingFile.OPTION + " " + MappingText.shell(write.toString());
    String command =
        topic == null
            ? "isotherm batch "
                + names.stream().map(MappingText::shell).collect(Collectors.joining(" "))
            : "isotherm stream --topic " + topic;
    out.println((command + " " + options).strip());
  }
}
