package dev.isotherm.jobs.copy;

import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.kafka.Topics;
import dev.isotherm.jobs.postgres.PostgresSettings;
import dev.isotherm.jobs.postgres.ResultDatabase;
import dev.isotherm.jobs.postgres.SqlError;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a database is behind the result topics of a stream.
 *
 * @param database names the database and the schema
 * @param recordsBehind committed offsets that are not in the database; -1 if unknown
 * @param error why it is unknown; {@code null} if it is known
 */
public record CopyLag(String database, long recordsBehind, @Nullable String error) {

  /** Compares the offsets in the database with the ends of the topics. Changes nothing. */
  public static CopyLag read(
      Topics broker, TopicNames names, String group, PostgresSettings settings) {
    Map<String, String> ids = new HashMap<>();
    for (String topic : List.of(names.averages(), names.alerts(), names.progress())) {
      if (broker.missing(List.of(topic)).isEmpty()) {
        ids.put(topic, broker.id(topic));
      }
    }
    try {
      Map<String, Map<Integer, Long>> inDatabase =
          ResultDatabase.readOffsets(settings, ResultTopics.stream(group), ids.values());
      long behind = 0;
      for (Map.Entry<String, String> topic : ids.entrySet()) {
        Map<Integer, Long> beginnings = broker.beginnings(topic.getKey());
        Map<Integer, Long> written = inDatabase.get(topic.getValue());
        for (Map.Entry<Integer, Long> end : broker.lastStableOffsets(topic.getKey()).entrySet()) {
          long first = beginnings.get(end.getKey());
          long next = Math.max(first, written.getOrDefault(end.getKey(), first));
          behind += Math.max(0, end.getValue() - next);
        }
      }
      return new CopyLag(settings.toString(), behind, null);
    } catch (SQLException failed) {
      return new CopyLag(settings.toString(), -1, SqlError.describe(settings, failed));
    }
  }

  /** The lag in words. */
  public String text() {
    return error == null
        ? "%d records of the results wait to be written to %s".formatted(recordsBehind, database)
        : error;
  }
}
