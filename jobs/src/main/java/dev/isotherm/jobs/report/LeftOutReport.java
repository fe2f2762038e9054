package dev.isotherm.jobs.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.wire.LeftOutRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;

/** What a run left out of the messages that it accepted, by column or member and by reason. */
final class LeftOutReport {

  private static final int MAX_SHOWN = 20;

  /** What is probably a mistake comes first, what is probably meant comes last. */
  private static final List<LeftOutReason> ORDER =
      List.of(
          LeftOutReason.REPEATED_HOUR,
          LeftOutReason.NUMBER_IN_TEXT,
          LeftOutReason.NESTED,
          LeftOutReason.BAD_NAME,
          LeftOutReason.NOT_A_NUMBER,
          LeftOutReason.NOT_FINITE,
          LeftOutReason.ABSENT,
          LeftOutReason.EMPTY);

  private static final Comparator<LeftOut> WORST_FIRST =
      Comparator.<LeftOut>comparingInt(one -> ORDER.indexOf(one.reason()))
          .thenComparing(Comparator.comparingLong(LeftOut::count).reversed())
          .thenComparing(LeftOut::field);

  private final List<LeftOut> leftOut;

  LeftOutReport(List<LeftOut> leftOut) {
    this.leftOut = leftOut.stream().sorted(WORST_FIRST).toList();
  }

  /** Prints one line for each column or member and reason, {@value #MAX_SHOWN} at most. */
  void print(PrintWriter err) {
    for (LeftOut one : leftOut.subList(0, Math.min(leftOut.size(), MAX_SHOWN))) {
      err.printf(
          "%s %d %s: %s%s%n",
          one.reason() == LeftOutReason.REPEATED_HOUR
              ? "one instant of two was taken for"
              : "left out",
          one.count(),
          one.count() == 1 ? "value" : "values",
          one.text(),
          advice(one));
    }
    if (leftOut.size() > MAX_SHOWN) {
      err.printf("… and those of %d more columns or reasons%n", leftOut.size() - MAX_SHOWN);
    }
  }

  private static String measuredBy(LeftOut one) {
    return "; --metrics " + one.field() + " measures it";
  }

  private static String advice(LeftOut one) {
    return switch (one.reason()) {
      case NUMBER_IN_TEXT -> measuredBy(one);
      case NESTED -> one.field().contains("[]") ? "" : measuredBy(one);
      case NOT_A_NUMBER, NOT_FINITE, ABSENT, EMPTY, BAD_NAME, REPEATED_HOUR -> "";
    };
  }

  /** Writes all of it as a member of the summary, unless nothing was left out. */
  void writeTo(JsonGenerator json) throws IOException {
    LeftOutRecord.write(json, leftOut);
  }
}
