package dev.isotherm.jobs.copy;

import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.window.Windowing;
import java.io.Serializable;
import java.util.List;
import java.util.Properties;

/**
 * The result topics of a stream that are copied to a database.
 *
 * @param client settings that all clients share, {@code bootstrap.servers} among them
 * @param group the consumer group of the stream: others may share the topics
 * @param windowing the windows of its averages
 */
public record ResultTopics(
    Properties client,
    String group,
    String averages,
    String alerts,
    String progress,
    Windowing windowing)
    implements Serializable {

  /** The topics of a stream. */
  public static ResultTopics of(
      Properties client, String group, TopicNames names, Windowing windowing) {
    return new ResultTopics(
        client, group, names.averages(), names.alerts(), names.progress(), windowing);
  }

  List<String> names() {
    return List.of(averages, alerts, progress);
  }

  /** Names the stream in the database. */
  String stream() {
    return stream(group);
  }

  static String stream(String group) {
    return "stream " + group;
  }

  /** Omits the settings of the client, some of which are secret. */
  @Override
  public String toString() {
    return "results of group " + group;
  }
}
