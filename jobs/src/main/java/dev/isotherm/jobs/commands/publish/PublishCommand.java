package dev.isotherm.jobs.commands.publish;

import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.run.CommandRunner;
import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.kept.KeptTopic;
import dev.isotherm.jobs.kafka.rules.RuleStatusReader;
import dev.isotherm.model.ConfigurationException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Publishes a version of what rules know beside readings, for running streams. The first version is
 * in force from the start, unless {@code --in} or {@code --at} is given.
 *
 * @param <F> what a file holds
 * @param <V> all versions
 */
public abstract class PublishCommand<F, V> implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--rules-status-topic",
      paramLabel = "NAME",
      converter = TopicNameConverter.class,
      description = "Streams say here what became of each version (default: ${DEFAULT-VALUE}).")
  private String statusTopic = TopicNames.DEFAULTS.rulesStatus();

  @Mixin private PublishOptions options;

  private final String what;
  private final String topicOption;

  /**
   * Publishes versions of one kind.
   *
   * @param what a file holds, in one word
   * @param topicOption the option that names the topic
   */
  protected PublishCommand(String what, String topicOption) {
    this.what = what;
    this.topicOption = topicOption;
  }

  /**
   * What was written.
   *
   * @param source of the last record, {@code topic-partition:offset}
   * @param fromMillis when it is in force
   * @param subject what is in force, with its verb: {@code version 0f3a is}
   * @param content of it, in words
   */
  public record Written(String source, long fromMillis, String subject, String content) {}

  /**
   * Reads the file.
   *
   * @throws ConfigurationException with all its errors
   */
  protected abstract F read();

  /** The topic that the option names. */
  protected abstract KeptTopic<V> topic(Properties client);

  /** The instant of the last version; {@code null} if there is none. */
  protected abstract @Nullable Long lastMillis(V versions);

  /**
   * Writes a version, all of it or nothing, and waits until the broker has it.
   *
   * @param before the versions so far
   * @param fromMillis when it is in force, asked for if there is something to write; it throws if
   *     that is not later than the version before
   * @return empty if nothing has changed
   * @throws ConfigurationException if the broker does not take it
   */
  protected abstract Optional<Written> write(
      Properties client, F version, V before, LongSupplier fromMillis) throws InterruptedException;

  @Override
  public final Integer call() throws Exception {
    F version = read();
    Properties client = options.client();
    KeptTopic<V> topic = topic(client);
    try (Topics broker = Topics.connect(client)) {
      RuleStatusReader statuses = options.prepare(broker, topicOption, topic.name(), statusTopic);
      return publish(version, topic, statuses);
    }
  }

  private int publish(F version, KeptTopic<V> topic, RuleStatusReader statuses)
      throws InterruptedException {
    V before = topic.read(this::warn).versions();
    PrintWriter out = spec.commandLine().getOut();
    Optional<Written> written =
        write(options.client(), version, before, () -> fromMillis(lastMillis(before)));
    if (written.isEmpty()) {
      out.printf("%s has this %s already; nothing was published%n", topic.name(), what);
      return CommandRunner.DONE;
    }
    out.printf(
        "%s in force from %s: %s%n",
        written.get().subject(),
        PublishOptions.inWords(written.get().fromMillis()),
        written.get().content());
    return options.await(statuses, written.get().source(), out);
  }

  private long fromMillis(@Nullable Long lastMillis) {
    if (lastMillis == null) {
      return options.isDefault() ? PublishOptions.FROM_THE_START : options.fromMillis();
    }
    long from = options.fromMillis();
    options.requireLater(from, lastMillis);
    return from;
  }

  private void warn(String rejected) {
    spec.commandLine().getErr().println("warning: " + rejected);
  }
}
