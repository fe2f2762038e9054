package dev.isotherm.jobs.postgres;

import java.sql.SQLException;

/** Another process has written records of a topic meanwhile. */
public final class StaleOffsetException extends SQLException {

  private static final long serialVersionUID = 1;

  StaleOffsetException(TopicOffset offset) {
    super(
        "partition %d of topic %s is no longer at offset %d: another process of this stream writes,"
                .formatted(offset.partition(), offset.topic(), offset.previous())
            + " too",
        "40001");
  }
}
