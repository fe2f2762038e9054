package dev.isotherm.jobs.commands.postgres;

import dev.isotherm.jobs.commands.options.PropertiesFile;
import dev.isotherm.jobs.commands.options.TextConverter;
import dev.isotherm.jobs.postgres.PostgresSettings;
import dev.isotherm.jobs.postgres.ResultDatabase;
import dev.isotherm.model.ConfigurationException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The database that gets the results too. */
public final class PostgresOption {

  /** The name of the option. */
  public static final String NAME = "--postgres-config";

  /** What a stream does whose database is down. */
  public static final String STREAM_GOES_ON =
      "the stream starts, and the database gets its results later";

  /** What a batch or a replay does whose database is down. */
  public static final String FILES_COME_FIRST =
      "the results go to files, and to the database if it takes them by then";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      converter = SettingsConverter.class,
      description =
          "Write averages, alerts and counts to PostgreSQL too. A properties file with url"
              + " (jdbc:postgresql://HOST:PORT/DATABASE), user, password or passwordFile, and, if"
              + " wanted, schema (default: isotherm), sslmode and sslrootcert.")
  private @Nullable PostgresSettings settings;

  /** Reads the file of the option. */
  public static final class SettingsConverter extends TextConverter<PostgresSettings> {
    /** Called by picocli. */
    public SettingsConverter() {
      super(
          file ->
              PostgresSettings.of(
                  PropertiesFile.read(file), Path.of(file).toAbsolutePath().getParent()));
    }
  }

  /** The settings of the database; empty if results go to none. */
  public Optional<PostgresSettings> settings() {
    return Optional.ofNullable(settings);
  }

  /**
   * Checks the database before the start. No command waits for one that is down.
   *
   * @param warn is given the sentence that says that it is down
   * @param consequence what happens now, as the end of that sentence
   * @throws ConfigurationException if it will not be better later, as with a wrong password
   */
  public void warnIfDown(Consumer<String> warn, String consequence) {
    String reason = settings == null ? null : ResultDatabase.checkOrReason(settings);
    if (reason != null) {
      warn.accept("warning: " + reason + "; " + consequence);
    }
  }
}
