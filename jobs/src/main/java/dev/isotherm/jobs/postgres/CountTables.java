package dev.isotherm.jobs.postgres;

import dev.isotherm.model.RejectionReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;

/** The tables {@code runs} and {@code rejected_counts}. */
final class CountTables {

  private CountTables() {}

  /** Writes the counts of a run, in place of those that were written for it before. */
  static void write(Connection connection, RunCounts counts) throws SQLException {
    UUID id = RunCounts.idOf(counts.run());
    String upsert =
        """
        INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, now(), ?, ?)
        ON CONFLICT (run_id) DO UPDATE SET
          messages = EXCLUDED.messages, accepted = EXCLUDED.accepted,
          readings = EXCLUDED.readings, aggregated = EXCLUDED.aggregated, late = EXCLUDED.late,
          duplicates = EXCLUDED.duplicates, watermark = EXCLUDED.watermark,
          written_at = EXCLUDED.written_at, implausible = EXCLUDED.implausible,
          buffered = EXCLUDED.buffered
        """;
    try (PreparedStatement run = connection.prepareStatement(upsert);
        PreparedStatement clear =
            connection.prepareStatement("DELETE FROM rejected_counts WHERE run_id = ?");
        PreparedStatement rejected =
            connection.prepareStatement("INSERT INTO rejected_counts VALUES (?, ?, ?)")) {
      run.setObject(1, id);
      run.setString(2, StorableText.of(counts.run()));
      run.setLong(3, counts.accounting().messages());
      run.setLong(4, counts.accounting().accepted());
      run.setLong(5, counts.accounting().readings());
      run.setLong(6, counts.accounting().aggregated());
      run.setLong(7, counts.accounting().late());
      run.setLong(8, counts.accounting().duplicates());
      run.setObject(
          9,
          StorableText.isStorable(counts.watermarkMillis())
              ? OffsetDateTime.parse(StorableText.instant(counts.watermarkMillis()))
              : null);
      run.setLong(10, counts.accounting().implausible());
      run.setLong(11, counts.accounting().buffered());
      run.execute();
      clear.setObject(1, id);
      clear.execute();
      for (Map.Entry<RejectionReason, Long> reason : counts.accounting().rejected().entrySet()) {
        rejected.setObject(1, id);
        rejected.setString(2, reason.getKey().name());
        rejected.setLong(3, reason.getValue());
        rejected.execute();
      }
    }
  }
}
