package dev.isotherm.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

  private static Properties client(String servers) {
    Properties client = new Properties();
    client.setProperty("bootstrap.servers", servers);
    return client;
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String servers = "localhost:" + silent.getLocalPort();
      assertThatThrownBy(() -> Topics.connect(client(servers), Duration.ofSeconds(1)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "--bootstrap-servers " + servers + ": no Kafka broker answers there within 1 s");
    }
  }

  @Test
  void namesTheKeyThatKafkaDoesNotAcceptButNotItsValue() {
    Properties client = client("localhost:1");
    client.setProperty("security.protocol", "HUSH");
    assertThatThrownBy(() -> Topics.connect(client, Duration.ofSeconds(1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "--kafka-config: Kafka's client does not accept the value of security.protocol");
  }

  /** Kafka's own message quotes the words where it stopped reading. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "required username=me password=so hush;",
        "required username=me password=hush",
        "hush;",
        "required username=me password=\"so\" \"hush\";"
      })
  void showsNoPasswordThatIsWrittenWrongly(String login) {
    Properties client = client("localhost:1");
    client.setProperty("security.protocol", "SASL_PLAINTEXT");
    client.setProperty("sasl.mechanism", "PLAIN");
    client.setProperty(
        "sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule " + login);
    assertThatThrownBy(() -> Topics.connect(client, Duration.ofSeconds(1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("--kafka-config: Kafka's client does not accept the value of sasl.jaas.config");
  }

  @Test
  void saysThatAHostIsNotKnown() {
    assertThatThrownBy(
            () -> Topics.connect(client("no-such-host.invalid:1"), Duration.ofSeconds(1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("--bootstrap-servers no-such-host.invalid:1: none of these hosts is known");
  }
}
