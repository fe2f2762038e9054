package dev.isotherm.jobs.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code topic_offsets}: how far the topics of streams are in the database. */
final class OffsetTable {

  private OffsetTable() {}

  /**
   * Moves the offsets of a stream on, from where they must be.
   *
   * @throws StaleOffsetException if another process has written these records
   */
  static void advance(Connection connection, String stream, List<TopicOffset> offsets)
      throws SQLException {
    String upsert =
        """
        INSERT INTO topic_offsets AS kept VALUES (?, ?, ?, ?, ?, ?::timestamptz)
        ON CONFLICT (stream_id, topic_id, partition) DO UPDATE SET
          topic = EXCLUDED.topic, next_offset = EXCLUDED.next_offset,
          record_time = greatest(kept.record_time, EXCLUDED.record_time)
        WHERE kept.next_offset = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(upsert)) {
      for (TopicOffset offset : offsets) {
        statement.setObject(1, RunCounts.idOf(stream));
        statement.setString(2, offset.topicId());
        statement.setInt(3, offset.partition());
        statement.setString(4, offset.topic());
        statement.setLong(5, offset.next());
        statement.setString(6, StorableText.instant(offset.recordMillis()));
        statement.setLong(7, offset.previous());
        if (statement.executeUpdate() != 1) {
          throw new StaleOffsetException(offset);
        }
      }
    }
  }

  /**
   * Returns the next offset of each partition of a topic; those of which nothing is in the database
   * are missing.
   */
  static Map<Integer, Long> read(Connection connection, String stream, String topicId)
      throws SQLException {
    String query =
        "SELECT partition, next_offset FROM topic_offsets WHERE stream_id = ? AND topic_id = ?";
    Map<Integer, Long> offsets = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setObject(1, RunCounts.idOf(stream));
      statement.setString(2, topicId);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          offsets.put(rows.getInt(1), rows.getLong(2));
        }
      }
    }
    return offsets;
  }
}
