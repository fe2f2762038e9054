package dev.isotherm.jobs.commands.options.known;

import dev.isotherm.jobs.commands.options.TopicNameConverter;
import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.kafka.kept.KeptTopic;
import dev.isotherm.jobs.kafka.kept.TopicText;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The option of what rules need to know: a file, or a topic with its versions. A stream continues,
 * and is verified, with the same one only.
 *
 * @param <T> all versions of what is known
 * @param <K> its topic
 */
abstract class FileOrTopic<T, K extends KeptTopic<T>> implements Validated {

  private final Kind kind;
  private T content;
  private @Nullable String ofStream;
  private @Nullable K topic;

  /**
   * What is known, in words.
   *
   * @param option that names it
   * @param what it is
   * @param topic the topic, unless another one is named
   * @param suffix of the name of a file of versions
   */
  record Kind(String option, String what, String topic, String suffix) {}

  /**
   * Begins without a file.
   *
   * @param none what is known without one
   */
  FileOrTopic(Kind kind, T none) {
    this.kind = kind;
    content = none;
  }

  /** What the user has given; {@code null} for nothing. */
  abstract @Nullable String given();

  /** Reads a file. */
  abstract T read(Path file);

  /** Writes all versions to a file that operators of a job can read. */
  abstract void write(T versions, Path file) throws IOException;

  /** Gives a file to the operators of a job. */
  abstract void add(StreamExecutionEnvironment environment, Path file, T versions);

  /** Equal for equal versions. */
  abstract String fingerprint(T versions);

  /** A topic of which the records before a position are known. */
  abstract K topic(Properties client, String name, long position);

  /** What the user has given, or the topic of the stream. */
  private @Nullable String text() {
    return given() == null ? ofStream : given();
  }

  private boolean isTopic() {
    return TopicText.isTopic(text());
  }

  private String topicName() {
    return TopicText.nameIn(text(), kind.topic());
  }

  @Override
  public final void check(ValidationErrors errors) {
    if (isTopic()) {
      TopicNameConverter.check(kind.option(), given(), topicName(), errors);
    } else if (isGiven()) {
      try {
        content = read(Path.of(text()));
      } catch (ConfigurationException wrong) {
        wrong.errors().forEach(error -> errors.add(kind.option() + " " + error));
      }
    }
  }

  final boolean isGiven() {
    return text() != null;
  }

  /**
   * All versions of what is known; nothing if neither a file nor a topic is given.
   *
   * @throws ConfigurationException if a topic is given, and the command reads none
   */
  final T content() {
    if (isTopic() && topic == null) {
      throw new ConfigurationException(
          kind.option()
              + " "
              + text()
              + ": is not for this command, which reads no topic; name a file");
    }
    return content;
  }

  /** The fingerprint of the file, or the topic; {@code null} if none is given. */
  final @Nullable String fingerprint() {
    if (isTopic()) {
      return TopicText.of(topicName());
    }
    return isGiven() ? fingerprint(content) : null;
  }

  /** One sentence for each need that no file meets, because none is given. */
  final List<String> missing(List<String> needs) {
    return needs.stream().map(need -> need + "; name its file with " + kind.option()).toList();
  }

  /** Reads the topic, if one is named. */
  final void connect(Properties client) {
    if (isTopic() && topic == null) {
      KeptTopic.Content<T> read = topic(client, topicName(), 0).read(sentence -> {});
      topic = topic(client, topicName(), read.position());
      content = read.versions();
    }
  }

  /** Makes the topic, if one is named and missing. */
  final void prepare(Properties client) {
    if (isTopic()) {
      try (Topics topics = Topics.connect(client)) {
        topics.createKept(topics.missing(Set.of(topicName())));
        topics.requireKept(kind.option() + " topic:", topicName());
      }
    }
  }

  /** The topic, once it is read; {@code null} if none is named. */
  final @Nullable K topic() {
    return topic;
  }

  /** Gives the file to the operators of a job; of a topic, one with all that it says now. */
  final void addTo(StreamExecutionEnvironment environment) {
    if (topic == null) {
      addFileTo(environment);
      return;
    }
    try {
      Path file = Files.createTempFile("isotherm-", kind.suffix());
      file.toFile().deleteOnExit();
      write(content, file);
      add(environment, file, content);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Gives the file to the operators of a stream. What is in a topic, these read. */
  final void addFileTo(StreamExecutionEnvironment environment) {
    if (topic == null && isGiven()) {
      add(environment, Path.of(text()), content());
    }
  }

  /**
   * Checks that the file or topic is that of a stream. Without one, the topic of the stream is
   * taken.
   *
   * @param used the fingerprint of that file, or the topic; {@code null} if the stream has none
   */
  final void requireThatOf(String group, @Nullable String used, ValidationErrors errors) {
    if (given() == null && TopicText.isTopic(used)) {
      ofStream = used;
    }
    String mine = fingerprint();
    if (Objects.equals(mine, used)) {
      return;
    }
    errors.add(
        used == null
            ? String.format(
                "%s: the stream of group %s has no %s; leave it out",
                kind.option(), group, kind.what())
            : String.format(
                "%s: %s, because the stream of group %s has the %s of %s",
                kind.option(),
                mine == null ? "is required" : "must be another one, not " + inWords(mine),
                group,
                kind.what(),
                inWords(used)));
  }

  private static String inWords(String fingerprint) {
    return TopicText.isTopic(fingerprint) ? fingerprint : "version " + fingerprint;
  }
}
