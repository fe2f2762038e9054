package dev.isotherm.jobs.postgres;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Where the database is, and who logs in. Messages and the text form never show the password.
 *
 * @param url {@code jdbc:postgresql://HOST:PORT/DATABASE}, without user and password
 * @param user the user who logs in
 * @param password {@code null} if the server asks for none
 * @param schema the schema of the tables
 * @param sslMode how the driver uses TLS; {@code null} for its default
 * @param sslRootCert file with the certificates of accepted authorities; {@code null} for the
 *     driver's default
 */
public record PostgresSettings(
    String url,
    String user,
    @Nullable String password,
    String schema,
    @Nullable String sslMode,
    @Nullable String sslRootCert)
    implements Serializable {

  private static final String URL = "url";
  private static final String USER = "user";
  private static final String PASSWORD = "password";
  private static final String PASSWORD_FILE = "passwordFile";
  private static final String SCHEMA = "schema";
  private static final String SSL_MODE = "sslmode";
  private static final String SSL_ROOT_CERT = "sslrootcert";
  private static final String DEFAULT_SCHEMA = "isotherm";

  private static final Set<String> KEYS =
      new TreeSet<>(Set.of(URL, USER, PASSWORD, PASSWORD_FILE, SCHEMA, SSL_MODE, SSL_ROOT_CERT));

  private static final Set<String> SSL_MODES =
      new TreeSet<>(Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full"));

  /** Parameters of a URL that have a key of their own here, or that are secret. */
  private static final Set<String> NOT_IN_URL =
      Set.of(USER, PASSWORD, "sslpassword", "currentschema", "options", SSL_MODE, SSL_ROOT_CERT);

  private static final String FORM = "must be jdbc:postgresql://HOST:PORT/DATABASE";
  private static final Pattern SCHEMA_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /**
   * Reads settings.
   *
   * @param folder where a relative {@code passwordFile} is looked for
   * @throws IllegalArgumentException with a sentence that names the key, the value unless it is
   *     secret, and what is allowed
   */
  public static PostgresSettings of(Properties file, Path folder) {
    Set<String> unknown = new TreeSet<>(file.stringPropertyNames());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "does not know %s; knows %s"
              .formatted(String.join(", ", unknown), String.join(", ", KEYS)));
    }
    String schema = file.getProperty(SCHEMA, DEFAULT_SCHEMA).strip();
    if (!SCHEMA_NAME.matcher(schema).matches() || schema.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "%s %s: must be at most 63 of a-z, 0-9 and _, not begin with a digit or pg_"
              .formatted(SCHEMA, schema));
    }
    String sslMode = textOrNull(file, SSL_MODE);
    if (sslMode != null && !SSL_MODES.contains(sslMode)) {
      throw new IllegalArgumentException(
          "%s %s: must be one of %s".formatted(SSL_MODE, sslMode, String.join(", ", SSL_MODES)));
    }
    return new PostgresSettings(
        url(file),
        required(file, USER, "must be the name of a user of the database"),
        password(file, folder),
        schema,
        sslMode,
        textOrNull(file, SSL_ROOT_CERT));
  }

  private static String url(Properties file) {
    String url = required(file, URL, FORM);
    if (!url.startsWith("jdbc:postgresql://")) {
      throw new IllegalArgumentException(URL + " " + withoutSecrets(url) + ": " + FORM);
    }
    if (url.replaceFirst("\\?.*", "").contains("@")) {
      throw new IllegalArgumentException(
          URL + ": must hold no user and no password; set " + USER + " and " + PASSWORD);
    }
    for (String parameter : url.replaceFirst("[^?]*\\??", "").split("&", -1)) {
      String name = parameter.replaceFirst("=.*", "");
      if (NOT_IN_URL.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "%s: must not hold %s; this file has keys of its own for that: %s"
                .formatted(URL, name, String.join(", ", KEYS)));
      }
    }
    if (Driver.parseURL(url, null) == null) {
      throw new IllegalArgumentException(URL + " " + withoutSecrets(url) + ": " + FORM);
    }
    return url;
  }

  /** Neither user nor parameters: both may be secret, and the URL is not well-formed. */
  private static String withoutSecrets(String url) {
    return url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//***@");
  }

  private static @Nullable String password(Properties file, Path folder) {
    String named = textOrNull(file, PASSWORD_FILE);
    if (named == null) {
      return file.getProperty(PASSWORD);
    }
    if (file.containsKey(PASSWORD)) {
      throw new IllegalArgumentException(
          PASSWORD_FILE + ": is mutually exclusive with " + PASSWORD);
    }
    try {
      Path path = folder.resolve(named);
      if (!Files.isRegularFile(path)) {
        throw new IllegalArgumentException(PASSWORD_FILE + " " + named + ": there is no such file");
      }
      return Files.readString(path, StandardCharsets.UTF_8).replaceFirst("\\R$", "");
    } catch (InvalidPathException | IOException unreadable) {
      throw new IllegalArgumentException(PASSWORD_FILE + " " + named + ": cannot be read");
    }
  }

  private static String required(Properties file, String key, String allowed) {
    String text = textOrNull(file, key);
    if (text == null) {
      throw new IllegalArgumentException(key + ": is missing; " + allowed);
    }
    return text;
  }

  private static @Nullable String textOrNull(Properties file, String key) {
    String text = file.getProperty(key);
    if (text != null && text.isBlank()) {
      throw new IllegalArgumentException(key + ": is empty");
    }
    return text == null ? null : text.strip();
  }

  /** The host, the port and the name of the database: {@code localhost:5432/readings}. */
  public String database() {
    return url.replaceFirst("jdbc:postgresql://", "").replaceFirst("\\?.*", "");
  }

  /** The settings of the driver. */
  Properties driver() {
    Properties driver = new Properties();
    driver.setProperty(USER, user);
    set(driver, PASSWORD, password);
    set(driver, SSL_MODE, sslMode);
    set(driver, SSL_ROOT_CERT, sslRootCert);
    driver.setProperty("currentSchema", schema);
    driver.setProperty("ApplicationName", "isotherm");
    driver.setProperty("tcpKeepAlive", "true");
    return driver;
  }

  private static void set(Properties properties, String key, @Nullable String value) {
    if (value != null) {
      properties.setProperty(key, value);
    }
  }

  /** Names the database, and nothing secret. */
  @Override
  public String toString() {
    return "schema " + schema + " of " + database();
  }
}
