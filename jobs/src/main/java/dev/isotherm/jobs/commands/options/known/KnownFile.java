package dev.isotherm.jobs.commands.options.known;

import dev.isotherm.jobs.commands.options.Validated;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The option of a file that rules need to know. A stream continues, and is verified, with the same
 * file only.
 *
 * @param <T> what the file says
 */
abstract class KnownFile<T> implements Validated {

  private final Kind<T> kind;
  private T content;

  /**
   * How such a file is read, and given to a job.
   *
   * @param option that names it
   * @param what it is, in words
   * @param none what is known without it
   */
  record Kind<T>(
      String option,
      String what,
      T none,
      Function<Path, T> reader,
      Function<T, String> fingerprint,
      ToJob<T> toJob) {}

  /** Gives a file to the operators of a job. */
  interface ToJob<T> {
    void add(StreamExecutionEnvironment environment, Path file, T content);
  }

  KnownFile(Kind<T> kind) {
    this.kind = kind;
    content = kind.none();
  }

  /** The file; {@code null} if none is given. */
  abstract @Nullable Path file();

  @Override
  public final void check(ValidationErrors errors) {
    if (file() != null) {
      try {
        content = kind.reader().apply(file());
      } catch (ConfigurationException wrong) {
        wrong.errors().forEach(error -> errors.add(kind.option() + " " + error));
      }
    }
  }

  boolean isGiven() {
    return file() != null;
  }

  /** What the file says; that of no file if none is given. */
  T content() {
    return content;
  }

  /** Replaces what the file says. */
  final void setContent(T other) {
    content = other;
  }

  /** The fingerprint of what the file says; {@code null} if none is given. */
  @Nullable String fingerprint() {
    return isGiven() ? kind.fingerprint().apply(content) : null;
  }

  /** Gives the file to the operators of a job. */
  void addTo(StreamExecutionEnvironment environment) {
    if (file() != null) {
      kind.toJob().add(environment, file(), content);
    }
  }

  /**
   * Checks that the file is that of a stream.
   *
   * @param ofStream the fingerprint of that file; {@code null} if the stream has none
   */
  void requireThatOf(String group, @Nullable String ofStream, ValidationErrors errors) {
    String given = fingerprint();
    if (Objects.equals(given, ofStream)) {
      return;
    }
    errors.add(
        ofStream == null
            ? String.format(
                "%s: the stream of group %s has no %s; leave it out",
                kind.option(), group, kind.what())
            : String.format(
                "%s: %s, because the stream of group %s has the %s of %s",
                kind.option(),
                given == null ? "is required" : "must be another one, not " + inWords(given),
                group,
                kind.what(),
                inWords(ofStream)));
  }

  private static String inWords(String fingerprint) {
    return fingerprint.startsWith("topic:") ? fingerprint : "version " + fingerprint;
  }
}
