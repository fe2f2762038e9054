package dev.isotherm.jobs.commands.options;

import dev.isotherm.jobs.commands.run.Validated;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.model.ValidationErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The topics of the streaming job. */
public final class TopicOptions implements Validated {
  public static final String READINGS = "sensor_readings";
  public static final String AVERAGES = "sensor_averages";
  public static final String ALERTS = "sensor_alerts";
  public static final String REJECTED = "sensor_rejected";
  public static final String LATE = "sensor_late";
  public static final String PROGRESS = "sensor_progress";
  public static final String RULES = "sensor_rules";
  public static final String RULES_STATUS = "sensor_rules_status";

  /** Consumer group of the streaming job, unless it is given another one. */
  public static final String GROUP = "sensor_processing_group";

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = READINGS,
      converter = TopicNameConverter.class,
      description = "Readings come from here (default: ${DEFAULT-VALUE}).")
  private String topic;

  @Option(
      names = "--averages-topic",
      paramLabel = "NAME",
      defaultValue = AVERAGES,
      converter = TopicNameConverter.class,
      description = "Averages go here (default: ${DEFAULT-VALUE}).")
  private String averages;

  @Option(
      names = "--alerts-topic",
      paramLabel = "NAME",
      defaultValue = ALERTS,
      converter = TopicNameConverter.class,
      description = "Transitions of alerts go here (default: ${DEFAULT-VALUE}).")
  private String alerts;

  @Option(
      names = "--rejected-topic",
      paramLabel = "NAME",
      defaultValue = REJECTED,
      converter = TopicNameConverter.class,
      description = "Rejected messages go here (default: ${DEFAULT-VALUE}).")
  private String rejected;

  @Option(
      names = "--late-topic",
      paramLabel = "NAME",
      defaultValue = LATE,
      converter = TopicNameConverter.class,
      description = "Late readings go here (default: ${DEFAULT-VALUE}).")
  private String late;

  @Option(
      names = "--progress-topic",
      paramLabel = "NAME",
      defaultValue = PROGRESS,
      converter = TopicNameConverter.class,
      description =
          "How far the stream has come goes here, with each checkpoint (default:"
              + " ${DEFAULT-VALUE}).")
  private String progress;

  @Option(
      names = "--rules-topic",
      paramLabel = "NAME",
      defaultValue = RULES,
      converter = TopicNameConverter.class,
      description = "Versions of the rules come from here (default: ${DEFAULT-VALUE}).")
  private String rules;

  @Option(
      names = "--rules-status-topic",
      paramLabel = "NAME",
      defaultValue = RULES_STATUS,
      converter = TopicNameConverter.class,
      description =
          "What became of each version of the rules goes here (default: ${DEFAULT-VALUE}).")
  private String rulesStatus;

  public String topic() {
    return topic;
  }

  public String averages() {
    return averages;
  }

  public String alerts() {
    return alerts;
  }

  public String rejected() {
    return rejected;
  }

  public String late() {
    return late;
  }

  public String progress() {
    return progress;
  }

  public String rules() {
    return rules;
  }

  public String rulesStatus() {
    return rulesStatus;
  }

  /** All of them. */
  public TopicNames names() {
    return new TopicNames(topic, averages, alerts, rejected, late, progress, rules, rulesStatus);
  }

  /** No two may be the same: a job that reads what it writes never ends. */
  @Override
  public void check(ValidationErrors faults) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--topic", topic);
    options.put("--averages-topic", averages);
    options.put("--alerts-topic", alerts);
    options.put("--rejected-topic", rejected);
    options.put("--late-topic", late);
    options.put("--progress-topic", progress);
    options.put("--rules-topic", rules);
    options.put("--rules-status-topic", rulesStatus);
    Map<String, String> taken = new LinkedHashMap<>();
    options.forEach(
        (option, name) -> {
          String other = name == null ? null : taken.putIfAbsent(name, option);
          if (other != null) {
            faults.add(option, name, "must be another topic than " + other);
          }
        });
  }
}
