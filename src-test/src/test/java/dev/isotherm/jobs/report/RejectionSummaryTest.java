package dev.isotherm.jobs.report;

import static dev.isotherm.model.RejectionReason.BAD_ROW;
import static dev.isotherm.model.RejectionReason.BAD_TIMESTAMP;
import static dev.isotherm.model.RejectionReason.NOT_JSON;
import static dev.isotherm.model.RejectionReason.NO_SENSOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.flow.ingest.FileCounts;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RejectionSummaryTest {

  private static final BatchReport.RejectionPosition POSITION =
      rejection -> rejection.source() + ":" + rejection.position();

  private static Rejection rejection(
      String file, long position, RejectionReason reason, String detail) {
    return new Rejection(reason, detail, file, position, new byte[1], null, new MessageHeader[0]);
  }

  private static FileCounts counts(long messages, long accepted) {
    return new FileCounts(messages, accepted, accepted, 0, 0, false);
  }

  private static String printed(Map<String, FileCounts> files, Rejection... rejections) {
    RejectionSummary summary = new RejectionSummary(new TreeMap<>(files));
    List.of(rejections).forEach(summary::add);
    StringWriter out = new StringWriter();
    summary.print(new PrintWriter(out, true), POSITION, "out/rejected");
    return out.toString();
  }

  @Test
  void saysTheFaultOfAFileOnce() {
    assertThat(
            printed(
                Map.of("/a", counts(2, 0), "/b", counts(3, 0), "/c", counts(9, 8)),
                rejection("/a", 9, NO_SENSOR, "there is no column sensor_id"),
                rejection("/a", 5, NO_SENSOR, "there is no column sensor_id"),
                rejection("/b", 1, BAD_ROW, "x"),
                rejection("/b", 2, BAD_TIMESTAMP, "\"1\"; --pattern helps"),
                rejection("/b", 3, BAD_TIMESTAMP, "\"2\"; --pattern helps"),
                rejection("/c", 4, BAD_ROW, "has 2 cells")))
        .isEqualTo(
            """
            skipped all 2 messages of /a: NO_SENSOR, such as /a:5: there is no column sensor_id; \
            --sensor-field names the column or member with the sensor, --sensor the sensor itself
            skipped all 3 messages of /b: most often (2) BAD_TIMESTAMP, such as /b:2: "1"; \
            --pattern helps
            skipped /c:4: BAD_ROW: has 2 cells
            """);
  }

  @Test
  void showsTheFirstOfEachReasonAndCountsTheRest() {
    Rejection[] many = new Rejection[40];
    for (int i = 0; i < many.length; i++) {
      many[39 - i] = rejection("t-0", i, NOT_JSON, i < 34 ? "same" : "other " + i);
    }
    assertThat(printed(Map.of(), many))
        .isEqualTo(
            """
            skipped t-0:0: NOT_JSON: same (and 33 more like it)
            skipped t-0:34: NOT_JSON: other 34
            skipped t-0:35: NOT_JSON: other 35
            skipped t-0:36: NOT_JSON: other 36
            skipped t-0:37: NOT_JSON: other 37
            … and 2 more in out/rejected
            """);
  }

  @Test
  void namesTheMostFrequentReasonOfARunWithoutAReading() {
    RejectionSummary summary = new RejectionSummary(Map.of("/a", counts(3, 0)));
    summary.add(rejection("/a", 1, BAD_ROW, "b"));
    summary.add(rejection("/a", 3, NOT_JSON, "d"));
    summary.add(rejection("/a", 2, NOT_JSON, "c"));
    assertThat(summary.nothingAccepted(POSITION))
        .isEqualTo(
            "most often (2) NOT_JSON, such as /a:2: c; --format says whether a file is json, csv or"
                + " text");
    assertThat(summary.byReason()).isEqualTo(Map.of(BAD_ROW, 1L, NOT_JSON, 2L));
  }

  @Test
  void holdsABoundedNumberOfReasons() {
    RejectionSummary summary = new RejectionSummary(Map.of());
    int all = RejectionSummary.MAX_GROUPS + 50;
    for (int i = 0; i < all; i++) {
      summary.add(rejection("t-0", i, NOT_JSON, "detail " + i));
    }
    StringWriter out = new StringWriter();
    summary.print(new PrintWriter(out, true), POSITION, "out/rejected");
    assertThat(out.toString()).endsWith("… and " + (all - 5) + " more in out/rejected\n");
    assertThat(summary.byReason()).isEqualTo(Map.of(NOT_JSON, (long) all));
  }
}
