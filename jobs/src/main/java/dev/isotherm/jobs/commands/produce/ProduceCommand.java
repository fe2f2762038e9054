package dev.isotherm.jobs.commands.produce;

import dev.isotherm.jobs.commands.options.FleetOptions;
import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.commands.run.Interruption;
import dev.isotherm.jobs.fleet.Fleet;
import dev.isotherm.jobs.fleet.FleetFile;
import dev.isotherm.jobs.fleet.FleetPublisher;
import dev.isotherm.jobs.fleet.Rate;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.model.ValidationErrors;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Simulated readings into Kafka or a file. */
@Command(
    name = "produce",
    sortOptions = false,
    description = {
      "Simulated readings into Kafka, or into a file.",
      "",
      "A fleet of sensors sends one message of JSON after the other:",
      "  {\"timestamp\": \"2025-07-01T12:34:56.789123\", \"sensor_id\": \"sensor_3\",",
      "   \"temperature\": 25.31, \"humidity\": 40.2}",
      "Temperatures swing slowly between 20 and 32 °C. Ctrl-C ends it cleanly.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm produce --create-topics                 # 1 message per second, endless",
      "  isotherm produce --rate 2000 --malformed 0.01    # faster, 1 of 100 is broken",
      "  isotherm produce --rate max --count 1000000      # a load test",
      "  isotherm produce --file day.jsonl.gz --rate 1 --count 86400 \\",
      "                   --start 2025-07-01T00:00:00Z --seed 42   # one day, reproducible",
      "  isotherm produce --file - --count 3 | jq .       # to standard output"
    })
public final class ProduceCommand implements Callable<Integer>, Validated {
  private static final long COUNT_FOR_FILE = 1_000;
  private static final String STANDARD_OUTPUT = "-";

  @Spec private CommandSpec spec;

  @Mixin private FleetOptions fleetOptions = new FleetOptions(new Rate(1), 0);

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many messages (default: endless; 1000 into a file).")
  private @Nullable Long count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed gives the same messages (default: random, and shown).")
  private @Nullable Long seed;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      description =
          "Timestamp of the first message, such as 2025-07-01T12:00:00Z (default: now; "
              + "into a file: so that the last message is of now).")
  private @Nullable Instant start;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "Write JSON lines to this file instead of Kafka, compressed if its name ends in .gz;"
              + " - for standard output. --rate then sets the timestamps only.")
  private @Nullable String file;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Messages go to this topic, keyed by sensor (default: ${DEFAULT-VALUE}).")
  private String topic = TopicNames.DEFAULTS.readings();

  @Option(
      names = "--create-topics",
      description = {
        "Make the topic, with " + Topics.INPUT_PARTITIONS + " partitions, if it is not there."
      })
  private boolean createTopics;

  @Mixin private KafkaOptions kafka;

  @Override
  public void check(ValidationErrors errors) {
    if (count != null && count < 1) {
      errors.add("--count", count, "must be at least 1");
    }
    if (file == null) {
      return;
    }
    checkFile(errors);
    if (createTopics) {
      errors.add("--create-topics", "--file " + file, "only one of them can be given");
    }
    if (fleetOptions.rate().isMax()) {
      errors.add("--rate", "max", "must be a number when --file is given: it sets the timestamps");
    } else if (start != null && lastInstant().isAfter(Instant.now())) {
      errors.add(
          "--start",
          start,
          "must be so early that the last of %d messages, at %s, is not in the future"
              .formatted(fileCount(), lastInstant()));
    }
  }

  private void checkFile(ValidationErrors errors) {
    if (file.equals(STANDARD_OUTPUT)) {
      return;
    }
    try {
      Path path = Path.of(file).toAbsolutePath();
      if (Files.isDirectory(path)) {
        errors.add("--file", file, "is a folder; must name a file");
      } else if (!Files.isDirectory(path.getParent())) {
        errors.add("--file", file, "there is no folder " + path.getParent());
      }
    } catch (InvalidPathException notAName) {
      errors.add("--file", file, "must be the name of a file");
    }
  }

  private long fileCount() {
    return count == null ? COUNT_FOR_FILE : count;
  }

  private Instant lastInstant() {
    return start.plus(fleetOptions.rate().span(fileCount()));
  }

  @Override
  public Integer call() throws Exception {
    long chosenSeed = seed == null ? new SplittableRandom().nextInt(1, 1_000_000_000) : seed;
    Fleet fleet = fleetOptions.fleet(chosenSeed, 1);
    return file == null ? intoKafka(fleet) : intoFile(fleet);
  }

  private int intoFile(Fleet fleet) throws Exception {
    boolean toStandardOutput = file.equals(STANDARD_OUTPUT);
    FleetFile out =
        toStandardOutput
            ? FleetFile.standardOutput(spec.commandLine().getOut())
            : FleetFile.at(Path.of(file));
    return Interruption.during(
        () -> {
          try (out) {
            out.write(fleet, fleetOptions.rate(), firstInstantInFile(), fileCount());
          }
          summarise(
              out.written(), fleet, toStandardOutput ? "standard output" : file, out.malformed());
          return CommandRunner.DONE;
        },
        out::stop);
  }

  private Instant firstInstantInFile() {
    return start != null
        ? start
        : Instant.now().truncatedTo(ChronoUnit.MICROS).minus(fleetOptions.rate().span(fileCount()));
  }

  private int intoKafka(Fleet fleet) throws Exception {
    try (Topics topics = Topics.connect(kafka.clientProperties())) {
      topics.requireInput(topic, createTopics);
    }
    Instant first = start != null ? start : Instant.now();
    long messages = count == null ? Long.MAX_VALUE : count;
    try (FleetPublisher publisher =
        new FleetPublisher(
            kafka.clientProperties(), topic, fleet, fleetOptions.rate(), first, messages)) {
      say(
          String.format(
              "%s from %s to topic %s at %s, seed %d. Ctrl-C ends it.",
              fleetOptions.rate(), sensors(fleet), topic, kafka.bootstrapServers(), fleet.seed()));
      return Interruption.during(() -> publish(publisher, fleet), publisher::stop);
    }
  }

  private int publish(FleetPublisher publisher, Fleet fleet) {
    publisher.run();
    summarise(publisher.delivered(), fleet, "topic " + topic, publisher.malformed());
    if (publisher.failed() == 0) {
      return CommandRunner.DONE;
    }
    say(
        String.format(
            "isotherm: %d messages were not delivered: %s",
            publisher.failed(), publisher.firstFailure().getMessage()));
    return CommandRunner.JOB_FAILED;
  }

  private void summarise(long messages, Fleet fleet, String target, long malformedMessages) {
    say(
        String.format(
            "%d %s from %s to %s, %d of them malformed, seed %d",
            messages,
            messages == 1 ? "message" : "messages",
            sensors(fleet),
            target,
            malformedMessages,
            fleet.seed()));
  }

  private static String sensors(Fleet fleet) {
    return fleet.sensors() == 1 ? "1 sensor" : fleet.sensors() + " sensors";
  }

  private void say(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(sentence);
    err.flush();
  }
}
