package dev.isotherm.jobs.kafka.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.LiveRegistry;
import dev.isotherm.jobs.kafka.registry.RegistryHttp.Patience;
import dev.isotherm.model.ConfigurationException;
import dev.isotherm.parse.avro.AvroSchemas.Known;
import dev.isotherm.parse.avro.AvroSchemas.Unusable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {

  private static final Patience SHORT =
      new Patience(Duration.ofSeconds(5), 3, Duration.ofMillis(1));

  private final LiveRegistry live = LiveRegistry.start();
  private long nanos;

  @AfterEach
  void stop() {
    live.close();
  }

  private SchemaRegistry registry(String url, RegistryAccess access) {
    return new SchemaRegistry(new RegistryHttp(url, access, SHORT), () -> nanos);
  }

  private SchemaRegistry registry() {
    return registry(live.url(), RegistryAccess.NONE);
  }

  @Test
  void findsASchemaByItsId() {
    live.add(7, "\"double\"");
    assertThat(registry().find(7)).isEqualTo(new Known(List.of("\"double\"")));
    assertThat(registry(live.url() + "/", RegistryAccess.NONE).find(7)).isInstanceOf(Known.class);
    assertThat(live.requests()).containsExactly("/schemas/ids/7", "/schemas/ids/7");
  }

  @Test
  void thatAnIdIsNotKnownIsRememberedForAMinute() {
    SchemaRegistry registry = registry();
    Unusable unknown = new Unusable("is not known to the schema registry");
    assertThat(registry.find(-1)).isEqualTo(unknown);
    nanos = Duration.ofSeconds(59).toNanos();
    assertThat(registry.find(-1)).isEqualTo(unknown);
    assertThat(live.requests()).containsExactly("/schemas/ids/4294967295");
    nanos = Duration.ofSeconds(61).toNanos();
    live.answer("/schemas/ids/4294967295", "{\"schema\":\"\\\"int\\\"\"}");
    assertThat(registry.find(-1)).isEqualTo(new Known(List.of("\"int\"")));
  }

  @Test
  void otherTypesOfSchemasAreNotRead() {
    live.add(1, "AVRO", "\"int\"");
    live.add(2, "PROTOBUF", "message M {}");
    assertThat(registry().find(1)).isEqualTo(new Known(List.of("\"int\"")));
    assertThat(registry().find(2))
        .isEqualTo(new Unusable("is of type PROTOBUF; only AVRO is read"));
  }

  @Test
  void referencesComeBeforeTheSchemaThatUsesThem() {
    live.addReferring(1, "main", "a b", "c");
    live.addSubject("a%20b", "first", "c");
    live.addSubject("c", "second", "a b");
    assertThat(registry().find(1)).isEqualTo(new Known(List.of("second", "first", "main")));
    live.addReferring(2, "main", "gone");
    assertThat(registry().find(2))
        .isEqualTo(
            new Unusable(
                "refers to /subjects/gone/versions/1, which is not known to the schema registry"));
  }

  @Test
  void asksAgainWhileTheRegistryIsAway() {
    live.add(7, "\"double\"");
    for (int status : new int[] {408, 429, 500, 503}) {
      live.fail(status, 2);
      assertThat(registry().find(7)).isInstanceOf(Known.class);
    }
    assertThat(live.requests()).hasSize(12);
    live.fail(503, 3);
    assertThatThrownBy(() -> registry().find(7))
        .isInstanceOf(SchemaRegistryException.class)
        .hasNoCause()
        .hasMessage(
            "the schema registry "
                + live.url()
                + " answers 503 to GET /schemas/ids/7, asked 3 times");
  }

  @Test
  void saysThatItCannotBeReached() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port;
    assertThatThrownBy(() -> registry(url, RegistryAccess.NONE).find(7))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageStartingWith("the schema registry " + url + " cannot be reached: ")
        .hasMessageEndingWith(", asked 3 times");
    assertThatThrownBy(() -> SchemaRegistry.check(url, RegistryAccess.NONE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("--schema-registry: the schema registry " + url);
  }

  /** It accepts connections, and never says a word. */
  @Test
  void doesNotWaitForEver() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      Patience little = new Patience(Duration.ofMillis(50), 2, Duration.ofMillis(1));
      SchemaRegistry registry =
          new SchemaRegistry(new RegistryHttp(url, RegistryAccess.NONE, little), () -> 0);
      assertThatThrownBy(() -> registry.find(7))
          .hasMessage("the schema registry " + url + " does not answer within 50ms, asked 2 times");
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> registry.find(7)).hasMessageContaining("because the task ends");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void sendsItsCredentialsAndShowsThemNowhere() {
    live.add(7, "\"double\"");
    live.require("Bearer very-secret");
    RegistryAccess right = new RegistryAccess("Bearer very-secret", null, null, "pkcs12");
    assertThat(registry(live.url(), right).find(7)).isInstanceOf(Known.class);
    SchemaRegistry.check(live.url(), right);
    RegistryAccess wrong = new RegistryAccess("Bearer also-secret", null, null, "pkcs12");
    String refusal =
        live.url()
            + " answers 401 to GET /schemas/ids/7: it does not accept the credentials of"
            + " --schema-registry-config";
    assertThatThrownBy(() -> registry(live.url(), wrong).find(7))
        .hasMessage("the schema registry " + refusal);
    assertThatThrownBy(() -> SchemaRegistry.check(live.url(), wrong))
        .isInstanceOf(ConfigurationException.class)
        .message()
        .contains("it does not accept the credentials")
        .doesNotContain("also-secret");
  }

  @Test
  void whatIsNoRegistryIsSaid() {
    live.answer("/schemas/ids/1", "<html>");
    live.answer("/schemas/ids/2", "{\"a\":1}");
    live.fail(302, 1);
    assertThatThrownBy(() -> registry().find(1))
        .hasMessageEndingWith("answers 302 to GET /schemas/ids/1");
    for (int id : new int[] {1, 2}) {
      assertThatThrownBy(() -> registry().find(id))
          .isInstanceOf(SchemaRegistryException.class)
          .hasMessage(
              "the schema registry "
                  + live.url()
                  + " does not answer GET /schemas/ids/"
                  + id
                  + " with a schema; is that its URL?");
    }
  }

  @Test
  void anAnswerWithoutEndUsesLittleMemory() {
    live.answer("/schemas/ids/1", "x".repeat(9 << 20));
    assertThatThrownBy(() -> registry().find(1))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("is larger than 8388608 bytes");
  }
}
