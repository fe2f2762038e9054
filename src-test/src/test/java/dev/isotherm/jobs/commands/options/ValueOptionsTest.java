package dev.isotherm.jobs.commands.options;

import static dev.isotherm.fixtures.CommandTrial.isotherm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.CommandTrial;
import dev.isotherm.fixtures.LiveRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueOptionsTest {

  @TempDir private Path folder;

  private static void assertRefused(String sentence, String... arguments) {
    CommandTrial trial = isotherm(arguments);
    assertThat(trial.code()).isEqualTo(2);
    assertThat(trial.err()).isEqualTo("isotherm: " + sentence + "\n");
  }

  @Test
  void theFormatAndTheRegistryGoTogether() {
    assertRefused(
        "--value-format avro: needs --schema-registry URL", "stream", "--value-format=avro");
    assertRefused(
        "--schema-registry http://***@h: must not hold a user or a password; they belong in"
            + " --schema-registry-config",
        "replay",
        "--value-format=avro",
        "--schema-registry=http://u:p@h");
    assertRefused(
        "--schema-registry http://h:8081: needs --value-format avro",
        "replay",
        "--schema-registry=http://h:8081");
    assertRefused("--value-format xml: must be json or avro", "stream", "--value-format=xml");
    assertRefused(
        "--schema-registry http://h/?***: must have no query",
        "verify",
        "--schema-registry=http://h/?key=secret");
    assertRefused(
        "--schema-registry localhost:8081: must begin with http:// or https://",
        "verify",
        "--schema-registry=localhost:8081");
  }

  @Test
  void secretsAreInAFileAndNotShown() throws IOException {
    Path file = Files.writeString(folder.resolve("r.properties"), "password=secret");
    assertRefused(
        "--schema-registry-config "
            + file
            + ": does not know password; may set basic.auth.user.info, bearer.auth.token,"
            + " ssl.truststore.location, ssl.truststore.password, ssl.truststore.type",
        "stream",
        "--value-format=avro",
        "--schema-registry=http://h:8081",
        "--schema-registry-config=" + file);
  }

  /** The broker is asked after the registry, and there is none. */
  @Test
  void theRegistryIsAskedBeforeTheStart() throws IOException {
    Path file = Files.writeString(folder.resolve("r.properties"), "bearer.auth.token=very-secret");
    try (LiveRegistry registry = LiveRegistry.start()) {
      registry.require("Bearer other");
      assertRefused(
          "--schema-registry: the schema registry "
              + registry.url()
              + " answers 401 to GET /schemas/types: it does not accept the credentials of"
              + " --schema-registry-config",
          "stream",
          "--value-format=avro",
          "--schema-registry=" + registry.url(),
          "--schema-registry-config=" + file);
    }
  }

  /** A mapping says of any source how its messages become readings. */
  @Test
  void standsInAMapping() throws IOException {
    Path mapping = Files.writeString(folder.resolve("m.yaml"), "value-format: avro\n");
    assertRefused(
        mapping + ":1: --value-format avro: needs --schema-registry URL",
        "stream",
        "--mapping=" + mapping);
  }
}
