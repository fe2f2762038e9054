package dev.isotherm.jobs.kafka;

import dev.isotherm.model.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Waits for answers of a broker. Every error of Kafka becomes a {@link ConfigurationException} with
 * one sentence.
 */
final class AdminRequests {

  private final Properties client;
  private final Duration timeout;

  /**
   * Waits for answers to a client.
   *
   * @param client settings that all clients share, secrets among them
   * @param timeout of each request
   */
  AdminRequests(Properties client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  Properties client() {
    return client;
  }

  Duration timeout() {
    return timeout;
  }

  /** Waits until a topic is created. One that exists already is no error. */
  void awaitCreated(String name, KafkaFuture<Void> creation) {
    try {
      get(creation);
    } catch (ConfigurationException refused) {
      if (!(refused.getCause() instanceof TopicExistsException)) {
        throw new ConfigurationException(
            List.of("topic " + name + ": cannot be created; " + refused.getMessage()));
      }
    }
  }

  /**
   * Returns an answer.
   *
   * @throws ConfigurationException if there is none in time, or the broker refuses
   */
  <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get(timeout.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("--bootstrap-servers " + servers() + ": interrupted");
    } catch (TimeoutException noAnswer) {
      throw unreachable();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RetriableException) {
        throw unreachable();
      }
      ConfigurationException refused =
          new ConfigurationException(KafkaErrors.describe(client, failed.getCause()));
      refused.initCause(failed.getCause());
      throw refused;
    }
  }

  private String servers() {
    return client.getProperty("bootstrap.servers");
  }

  private ConfigurationException unreachable() {
    return new ConfigurationException(
        String.format(
            "--bootstrap-servers %s: no Kafka broker answers there within %d s",
            servers(), timeout.toSeconds()));
  }
}
