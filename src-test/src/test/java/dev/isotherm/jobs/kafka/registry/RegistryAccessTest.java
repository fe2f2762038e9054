package dev.isotherm.jobs.kafka.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryAccessTest {

  private static RegistryAccess access(String... keysAndValues) {
    Properties settings = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return RegistryAccess.of(settings);
  }

  private static void assertRefused(String sentence, String... keysAndValues) {
    assertThatThrownBy(() -> access(keysAndValues))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void credentialsAreAHeader() {
    assertThat(access()).isEqualTo(RegistryAccess.NONE);
    assertThat(access("basic.auth.user.info", "u:p:w").authorization()).isEqualTo("Basic dTpwOnc=");
    assertThat(access("bearer.auth.token", "t0k").authorization()).isEqualTo("Bearer t0k");
  }

  /** Files for Confluent's clients say where the credentials are, and may have a prefix. */
  @Test
  void readsTheFilesOfOtherClients() {
    RegistryAccess access =
        access(
            "schema.registry.basic.auth.credentials.source", "USER_INFO",
            "schema.registry.basic.auth.user.info", "u:p");
    assertThat(access.authorization()).isEqualTo("Basic dTpw");
    assertRefused(
        "the value of basic.auth.credentials.source must be USER_INFO",
        "basic.auth.credentials.source",
        "SASL_INHERIT");
  }

  @Test
  void noMessageShowsASecret() {
    assertThat(access("bearer.auth.token", "t0k")).hasToString("RegistryAccess");
    assertRefused(
        "does not know basic.user; may set basic.auth.user.info, bearer.auth.token,"
            + " ssl.truststore.location, ssl.truststore.password, ssl.truststore.type",
        "basic.user",
        "secret");
    assertRefused(
        "the value of basic.auth.user.info must be USER:PASSWORD",
        "basic.auth.user.info",
        "secret");
    assertRefused(
        "the value of bearer.auth.token must be a token, in ASCII and without blanks",
        "bearer.auth.token",
        "sec ret");
    assertRefused(
        "basic.auth.user.info and bearer.auth.token are mutually exclusive",
        "basic.auth.user.info",
        "u:secret",
        "bearer.auth.token",
        "secret");
  }

  @Test
  void aTrustStoreIsReadAtOnce(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("trust.p12");
    KeyStore store = KeyStore.getInstance("pkcs12");
    store.load(null, null);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "right".toCharArray());
    }
    String location = "ssl.truststore.location";
    String password = "ssl.truststore.password";
    assertThat(access(location, file.toString(), password, "right").sslContext()).isNotNull();
    String sentence = location + ": the file cannot be read as pkcs12 with this password";
    assertRefused(sentence, location, file.toString(), password, "wrong");
    assertRefused(sentence, location, folder.resolve("none").toString());
    assertRefused(
        sentence.replace("pkcs12", "odd"), location, file.toString(), "ssl.truststore.type", "odd");
  }
}
