package dev.isotherm.jobs.commands.options;

import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.model.ValidationErrors;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The topics of the streaming job. */
public final class TopicOptions implements Validated {
  /** Consumer group of the streaming job, unless it is given another one. */
  public static final String GROUP = "sensor_processing_group";

  @Spec private CommandSpec spec;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Readings come from here (default: ${DEFAULT-VALUE}).")
  private String topic = TopicNames.DEFAULTS.readings();

  @Option(
      names = "--averages-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Averages go here (default: ${DEFAULT-VALUE}).")
  private String averages = TopicNames.DEFAULTS.averages();

  @Option(
      names = "--group-averages-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Averages of groups go here, with --group-by (default: ${DEFAULT-VALUE}).")
  private String groupAverages = TopicNames.DEFAULTS.groupAverages();

  @Option(
      names = "--alerts-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Transitions of alerts go here (default: ${DEFAULT-VALUE}).")
  private String alerts = TopicNames.DEFAULTS.alerts();

  @Option(
      names = "--rejected-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Rejected messages go here (default: ${DEFAULT-VALUE}).")
  private String rejected = TopicNames.DEFAULTS.rejected();

  @Option(
      names = "--late-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Late readings go here (default: ${DEFAULT-VALUE}).")
  private String late = TopicNames.DEFAULTS.late();

  @Option(
      names = "--progress-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description =
          "How far the stream has come goes here, with each checkpoint (default:"
              + " ${DEFAULT-VALUE}).")
  private String progress = TopicNames.DEFAULTS.progress();

  @Option(
      names = "--rules-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Versions of the rules come from here (default: ${DEFAULT-VALUE}).")
  private String rules = TopicNames.DEFAULTS.rules();

  @Option(
      names = "--rules-status-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description =
          "What became of each version of the rules goes here (default: ${DEFAULT-VALUE}).")
  private String rulesStatus = TopicNames.DEFAULTS.rulesStatus();

  /** All of them. */
  public TopicNames names() {
    return new TopicNames(
        topic, averages, alerts, rejected, late, progress, rules, rulesStatus, groupAverages);
  }

  /** No two may be the same: a job that reads what it writes never ends. */
  @Override
  public void check(ValidationErrors errors) {
    Map<String, String> taken = new HashMap<>();
    for (OptionSpec option : spec.options()) {
      String name = option.getValue();
      String other = taken.putIfAbsent(name, option.longestName());
      if (other != null) {
        errors.add(option.longestName(), name, "must be another topic than " + other);
      }
    }
  }

  /** The stream that a command looks at. */
  public static final class Group {
    @Option(
        names = "--group",
        paramLabel = "NAME",
        defaultValue = GROUP,
        description = "Consumer group of the stream (default: ${DEFAULT-VALUE}).")
    private String name;

    /** Its consumer group. */
    public String name() {
      return name;
    }
  }
}
