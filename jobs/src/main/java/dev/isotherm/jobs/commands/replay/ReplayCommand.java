package dev.isotherm.jobs.commands.replay;

import dev.isotherm.jobs.commands.options.ClockSkewOption;
import dev.isotherm.jobs.commands.options.KafkaOptions;
import dev.isotherm.jobs.commands.options.RangeOptions;
import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.commands.options.ValueOptions;
import dev.isotherm.jobs.commands.run.BoundedCommand;
import dev.isotherm.jobs.graph.Environments;
import dev.isotherm.jobs.graph.ReplayJob;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.report.BatchRequest;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.wire.OffsetRange;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Computes averages and alerts of a part of a topic. */
@Command(
    name = "replay",
    description = {
      "Replays a Kafka topic as if it were a file.",
      "",
      "Reads a part of the topic, and writes what isotherm batch writes. Nothing is late: every",
      "reading that the topic still contains is in its window. Belongs to no consumer group, so a",
      "running stream is not affected.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  isotherm replay                                  # the whole topic, by day",
      "  isotherm replay --window 1h --from 2025-07-01T00:00:00Z --to 2025-07-02T00:00:00Z",
      "  isotherm replay --rules default --output history # the alerts that would have occurred"
    })
public final class ReplayCommand extends BoundedCommand implements Validated {

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Readings come from here (default: ${DEFAULT-VALUE}).")
  private String topic = TopicNames.DEFAULTS.readings();

  @Mixin private RangeOptions part;
  @Mixin private ClockSkewOption clockSkew;
  @Mixin private KafkaOptions kafka;
  @Mixin private ValueOptions values;

  public ReplayCommand(Environments environments) {
    super(environments);
  }

  @Override
  public void check(ValidationErrors errors) {
    reading.checkRecords(errors);
  }

  @Override
  public Integer call() throws Exception {
    Properties client = kafka.clientProperties();
    readKnown(client);
    OffsetRange range = part.of(client, "--topic", topic);
    ParseOptions options = values.of(reading.options());
    InstantBounds bounds = reading.boundsOfRecords(clockSkew.maximum());
    return run(
        configuration(),
        List.of(
            "%s from %s to %s"
                .formatted(topic, OffsetRange.text(range.from()), OffsetRange.text(range.to()))),
        environment -> {
          err()
              .printf(
                  "%s at %s, from %s to %s%n",
                  topic,
                  kafka.bootstrapServers(),
                  OffsetRange.text(range.from()),
                  OffsetRange.text(range.to()));
          return ReplayJob.read(environment, client, range, options, bounds, values.access());
        },
        BatchRequest.Files.NONE,
        List.of(),
        rejection -> rejection.source() + " at offset " + rejection.position());
  }
}
