package dev.isotherm.jobs.commands.options;

import dev.isotherm.jobs.kafka.registry.RegistryAccess;
import dev.isotherm.jobs.kafka.registry.SchemaRegistry;
import dev.isotherm.jobs.notify.RedactedUrl;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.model.ValidationErrors;
import dev.isotherm.model.text.HttpAddress;
import dev.isotherm.parse.avro.AvroSchemas;
import dev.isotherm.parse.mapping.ParseOptions;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the values of Kafka records are. */
public final class ValueOptions implements Validated {

  private static final String FORMAT = "--value-format";
  private static final String REGISTRY = "--schema-registry";

  /** Formats of values. */
  enum Format {
    JSON,
    AVRO
  }

  @Option(
      names = FORMAT,
      paramLabel = "FORMAT",
      defaultValue = "json",
      converter = FormatConverter.class,
      description =
          "Values of the Kafka records: json; or avro, in the wire format of schema registries"
              + " (default: ${DEFAULT-VALUE}).")
  private @Nullable Format format;

  @Mixin private Registry registry;

  private static final class FormatConverter extends TextConverter<Format> {
    FormatConverter() {
      super(ValueOptions::format);
    }
  }

  private static Format format(String text) {
    return switch (text) {
      case "json" -> Format.JSON;
      case "avro" -> Format.AVRO;
      default -> throw new IllegalArgumentException("must be json or avro");
    };
  }

  /** Where the schemas of values in Avro are. */
  public static final class Registry implements Validated {

    @Option(
        names = REGISTRY,
        paramLabel = "URL",
        description =
            "The schema registry of values in Avro: http://HOST:8081, with a path if it has one.")
    private @Nullable String url;

    @Option(
        names = "--schema-registry-config",
        paramLabel = "FILE",
        converter = AccessConverter.class,
        description =
            "A properties file with secrets of the registry: basic.auth.user.info (USER:PASSWORD)"
                + " or bearer.auth.token; ssl.truststore.location, .password and .type.")
    private RegistryAccess access = RegistryAccess.NONE;

    private static final class AccessConverter extends TextConverter<RegistryAccess> {
      AccessConverter() {
        super(file -> RegistryAccess.of(PropertiesFile.read(file)));
      }
    }

    @Override
    public void check(ValidationErrors errors) {
      if (url == null) {
        return;
      }
      String error = HttpAddress.errorOf(url, "http://localhost:8081", "--schema-registry-config");
      if (error == null && URI.create(url).getRawQuery() != null) {
        error = "must have no query";
      }
      if (error != null) {
        errors.add(REGISTRY, RedactedUrl.of(url), error);
      }
    }

    /** How the registry is accessed. */
    public RegistryAccess access() {
      return access;
    }

    /**
     * Returns options with the registry that was given, or else with their own, after it has
     * answered.
     *
     * @param options options of records in Avro or in JSON
     * @throws ConfigurationException if it cannot be reached
     */
    public ParseOptions reached(ParseOptions options) {
      if (options.schemaRegistry() == null) {
        return options;
      }
      String used = url == null ? options.schemaRegistry() : url;
      SchemaRegistry.check(used, access);
      return options.withSchemaRegistry(used);
    }
  }

  @Override
  public void check(ValidationErrors errors) {
    if (format == Format.AVRO && registry.url == null) {
      errors.add(FORMAT + " avro: needs " + REGISTRY + " URL");
    }
    if (format == Format.JSON && registry.url != null) {
      errors.add(REGISTRY, RedactedUrl.of(registry.url), "needs " + FORMAT + " avro");
    }
  }

  /** Checks that nothing is said of Kafka records. */
  public void checkFiles(ValidationErrors errors) {
    if (format == Format.AVRO) {
      errors.add(FORMAT, "avro", "is for Kafka records, also in the archive of a stream");
    }
  }

  /** How the schema registry is accessed. */
  public RegistryAccess access() {
    return registry.access();
  }

  /**
   * Finds the schemas of values in Avro; {@code null} if they are JSON.
   *
   * @throws ConfigurationException if the schema registry cannot be reached
   */
  public @Nullable AvroSchemas schemas(ParseOptions reading) {
    String url = of(reading).schemaRegistry();
    return url == null ? null : new SchemaRegistry(url, access());
  }

  /**
   * Adds the format to the options of readings.
   *
   * @throws ConfigurationException if the schema registry cannot be reached, or if elements of
   *     messages in Avro are asked for
   */
  public ParseOptions of(ParseOptions reading) {
    if (format == Format.AVRO && reading.elements() != null) {
      throw new ConfigurationException(
          "--elements " + reading.elements() + ": messages in Avro cannot be divided; use JSON");
    }
    return format == Format.AVRO
        ? registry.reached(reading.withSchemaRegistry(registry.url))
        : reading;
  }
}
