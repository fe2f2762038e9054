package dev.isotherm.jobs.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.model.ConfigurationException;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FleetPublisherTest {
  private final Properties client = new Properties();

  private FleetPublisher publisher(long count) {
    return new FleetPublisher(
        client, "readings", new Fleet(2, 0, 1, 1), Rate.MAX, Instant.EPOCH, count);
  }

  @Test
  void namesTheKeyThatKafkaDoesNotAcceptButNotItsValue() {
    client.setProperty("bootstrap.servers", "localhost:1");
    client.setProperty("max.request.size", "hush");
    assertThatThrownBy(() -> publisher(1))
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .hasMessage("--kafka-config: Kafka's client does not accept the value of max.request.size");
  }

  @Test
  @Timeout(30)
  void countsWhatNoBrokerConfirmed() {
    client.setProperty("bootstrap.servers", "localhost:1");
    client.setProperty("max.block.ms", "50");
    try (FleetPublisher publisher = publisher(3)) {
      publisher.run();
      assertThat(publisher.failed()).isEqualTo(3);
      assertThat(publisher.delivered()).isZero();
      assertThat(publisher.firstFailure()).hasMessageContaining("readings");
    }
  }

  @Test
  @Timeout(30)
  void sendsNothingOnceStopped() {
    client.setProperty("bootstrap.servers", "localhost:1");
    try (FleetPublisher publisher = publisher(Long.MAX_VALUE)) {
      publisher.stop();
      publisher.run();
      assertThat(publisher.failed()).isZero();
    }
  }
}
