package dev.isotherm.jobs.commands.options.known;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.flow.baseline.KnownBaselines;
import dev.isotherm.flow.sensors.KnownSensors;
import dev.isotherm.jobs.kafka.sensors.SensorTopic;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.rules.RulesInTable;
import dev.isotherm.rules.baseline.RulesInBaseline;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.wire.StreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What rules know beside readings: the sensor table, and the baseline. */
public final class KnownOptions {

  @Mixin private SensorsOption sensors;
  @Mixin private BaselineOption baseline;

  /** The sensor table, as it is in the end; empty if none is given. */
  public SensorTable sensors() {
    return sensors.content().latest();
  }

  /** All versions of the sensor table; empty if none is given. */
  public SensorTables tables() {
    return sensors.content();
  }

  /** The topic that the sensor table may change by; {@code null} if it may not change. */
  public @Nullable SensorTopic sensorTopic() {
    return sensors.topic();
  }

  /** How operators of a stream get to know the sensor table. */
  public KnownSensors knownSensors() {
    return sensors.known();
  }

  /** How operators of a stream get to know the baseline. */
  public KnownBaselines knownBaselines() {
    return baseline.known();
  }

  /** Reads what is in topics. */
  public void connect(Properties client) {
    sensors.connect(client);
    baseline.connect(client);
  }

  /** Makes topics that are missing, and reads what is in topics. */
  public void prepare(Properties client) {
    sensors.prepare(client);
    baseline.prepare(client);
    connect(client);
  }

  /** The baseline, as it is in the end; empty if none is given. */
  public Baseline baseline() {
    return baseline.content().latest();
  }

  /** The fingerprint of the sensor table; {@code null} if none is given. */
  public @Nullable String sensorsFingerprint() {
    return sensors.fingerprint();
  }

  /** The fingerprint of the baseline; {@code null} if none is given. */
  public @Nullable String baselineFingerprint() {
    return baseline.fingerprint();
  }

  /**
   * Checks that rules have what they need.
   *
   * @throws ConfigurationException if they need a file that is not given, or if limits of a sensor
   *     contradict each other
   */
  public void require(List<RuleSet> sets) {
    require(sets, null);
  }

  /**
   * Checks that rules and groups have what they need.
   *
   * @param groups {@code null} for no groups
   * @throws ConfigurationException as {@link #require(List)}, or if no sensor has a label by which
   *     sensors are grouped
   */
  public void require(List<RuleSet> sets, @Nullable GroupByOption groups) {
    ValidationErrors errors = new ValidationErrors();
    if (groups != null) {
      groups.errors(sensors).forEach(errors::add);
    }
    for (RuleSet rules : sets) {
      sensors.errors(rules).forEach(errors::add);
      baseline.errors(rules).forEach(errors::add);
    }
    errors.throwIfAny();
  }

  /** One sentence for each rule that contradicts a file that is given. */
  public List<String> contradictions(RuleSet rules) {
    return sensors.isGiven() ? sensors.errors(rules) : List.of();
  }

  /** One sentence for all that rules need, and that the files that are given do not have. */
  public List<String> warnings(RuleSet rules) {
    List<String> warnings = new ArrayList<>();
    if (sensors.isGiven()) {
      warnings.addAll(RulesInTable.warnings(rules, sensors()));
    }
    warnings.addAll(baselineWarnings(rules));
    return warnings;
  }

  /** One sentence for all that rules compare with the baseline, and that it has not learned. */
  public List<String> baselineWarnings(RuleSet rules) {
    return baseline.isGiven() ? RulesInBaseline.warnings(rules, baseline(), sensors()) : List.of();
  }

  /** Gives the files to the operators of a stream. What is in topics, these read. */
  public void addToStream(StreamExecutionEnvironment environment) {
    sensors.addFileTo(environment);
    baseline.addFileTo(environment);
  }

  /** Gives all that is known to the operators of a job. */
  public void addTo(StreamExecutionEnvironment environment) {
    sensors.addTo(environment);
    baseline.addTo(environment);
  }

  /**
   * Checks that the files are those of a stream: under others, rules would have other limits,
   * labels and deviations. A topic of the stream that is not named is read, too.
   *
   * @throws ConfigurationException with a sentence for each file that is another one
   */
  public void requireThoseOf(String group, StreamSettings settings, Properties client) {
    ValidationErrors errors = new ValidationErrors();
    sensors.requireThatOf(group, settings.sensors(), errors);
    baseline.requireThatOf(group, settings.baseline(), errors);
    errors.throwIfAny();
    connect(client);
  }
}
