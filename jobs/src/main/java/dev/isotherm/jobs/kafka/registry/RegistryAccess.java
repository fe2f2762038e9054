package dev.isotherm.jobs.kafka.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a schema registry is accessed: its credentials, and whom to trust. The text form shows
 * nothing of it.
 *
 * @param authorization value of the header {@code Authorization}; {@code null} for none
 * @param trustStore file with the certificates that are trusted; {@code null} for those of Java
 * @param trustStorePassword password of that file; {@code null} for none
 * @param trustStoreType type of that file
 */
public record RegistryAccess(
    @Nullable String authorization,
    @Nullable String trustStore,
    @Nullable String trustStorePassword,
    String trustStoreType)
    implements Serializable {

  /** Without credentials, and with the certificates of Java. */
  public static final RegistryAccess NONE =
      new RegistryAccess(null, null, null, KeyStore.getDefaultType());

  private static final String USER_INFO = "basic.auth.user.info";
  private static final String TOKEN = "bearer.auth.token";
  private static final String TRUST_STORE = "ssl.truststore.location";
  private static final String TRUST_STORE_PASSWORD = "ssl.truststore.password";
  private static final String TRUST_STORE_TYPE = "ssl.truststore.type";
  private static final List<String> KEYS =
      List.of(USER_INFO, TOKEN, TRUST_STORE, TRUST_STORE_PASSWORD, TRUST_STORE_TYPE);

  /** Keys that say where credentials are, with the only place that is allowed. */
  private static final Map<String, String> SOURCES =
      Map.of(
          "basic.auth.credentials.source", "USER_INFO",
          "bearer.auth.credentials.source", "STATIC_TOKEN");

  /** Clients of Kafka have the same keys behind this. */
  private static final String PREFIX = "schema.registry.";

  /**
   * Reads settings, which have the keys of Confluent's clients.
   *
   * @throws IllegalArgumentException if a setting is not allowed; the message shows no value
   */
  public static RegistryAccess of(Properties settings) {
    Properties plain = new Properties();
    for (String key : settings.stringPropertyNames()) {
      String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
      plain.setProperty(name, settings.getProperty(key).strip());
    }
    SOURCES.forEach(
        (key, source) -> {
          if (!source.equals(plain.getProperty(key, source))) {
            throw new IllegalArgumentException("the value of " + key + " must be " + source);
          }
          plain.remove(key);
        });
    Set<String> unknown = new TreeSet<>(plain.stringPropertyNames());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "does not know %s; may set %s"
              .formatted(String.join(", ", unknown), String.join(", ", KEYS)));
    }
    RegistryAccess access =
        new RegistryAccess(
            authorization(plain.getProperty(USER_INFO), plain.getProperty(TOKEN)),
            plain.getProperty(TRUST_STORE),
            plain.getProperty(TRUST_STORE_PASSWORD),
            plain.getProperty(TRUST_STORE_TYPE, KeyStore.getDefaultType()));
    SSLContext unused = access.sslContext();
    return access;
  }

  private static @Nullable String authorization(@Nullable String userInfo, @Nullable String token) {
    if (userInfo != null && token != null) {
      throw new IllegalArgumentException(USER_INFO + " and " + TOKEN + " are mutually exclusive");
    }
    if (userInfo != null) {
      if (userInfo.indexOf(':') < 1) {
        throw new IllegalArgumentException("the value of " + USER_INFO + " must be USER:PASSWORD");
      }
      byte[] bytes = userInfo.getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }
    if (token != null && !token.matches("[\\x21-\\x7e]+")) {
      throw new IllegalArgumentException(
          "the value of " + TOKEN + " must be a token, in ASCII and without blanks");
    }
    return token == null ? null : "Bearer " + token;
  }

  /**
   * Returns the context of TLS; {@code null} for that of Java.
   *
   * @throws IllegalArgumentException if the file of certificates cannot be read
   */
  @Nullable SSLContext sslContext() {
    if (trustStore == null) {
      return null;
    }
    try (InputStream file = Files.newInputStream(Path.of(trustStore))) {
      KeyStore store = KeyStore.getInstance(trustStoreType);
      store.load(file, trustStorePassword == null ? null : trustStorePassword.toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException unreadable) {
      // Its message is not shown: it may quote what it could not read.
      throw new IllegalArgumentException(
          TRUST_STORE + ": the file cannot be read as " + trustStoreType + " with this password");
    }
  }

  @Override
  public String toString() {
    return "RegistryAccess";
  }
}
