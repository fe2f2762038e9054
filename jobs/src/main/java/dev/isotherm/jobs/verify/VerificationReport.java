package dev.isotherm.jobs.verify;

import dev.isotherm.jobs.verify.compare.ComparisonScope;
import dev.isotherm.jobs.verify.job.ComparisonCounts;
import dev.isotherm.jobs.verify.job.Found;
import dev.isotherm.wire.JsonLinesWriter;
import dev.isotherm.wire.StreamProgress;

/**
 * The result of a verification.
 *
 * @param progress the progress of the stream that was compared
 * @param scope the part of it that could be compared
 * @param matches how many results agree
 * @param differences the results that do not agree
 * @param undecided further differences, which messages after the last checkpoint may explain
 * @param source where the messages come from, if not from the topic alone; else empty
 */
public record VerificationReport(
    StreamProgress progress,
    ComparisonScope scope,
    ComparisonCounts matches,
    Found differences,
    Found undecided,
    String source) {

  public boolean isIdentical() {
    return differences.count() == 0;
  }

  /** One line with all counts. */
  public String summary() {
    String verdict =
        isIdentical() ? "identical" : count(differences.count(), "difference", "differences");
    String upTo =
        progress.watermarkMillis() == Long.MIN_VALUE
            ? "the beginning"
            : JsonLinesWriter.instant(progress.watermarkMillis());
    return String.format(
        "%s%s up to %s: %s%s, %s and %s agree with the log; %s, %s, %s in the late log%s%s%s%s",
        verdict,
        scope.sinceMillis() == Long.MIN_VALUE
            ? ""
            : " from " + JsonLinesWriter.instant(scope.sinceMillis()),
        upTo,
        count(matches.averages(), "average", "averages"),
        matches.groups().isEmpty()
            ? ""
            : ", "
                + count(matches.groups().getAsLong(), "average of a group", "averages of groups"),
        count(matches.transitions(), "transition", "transitions"),
        count(matches.rejected(), "rejected message", "rejected messages"),
        count(progress.allRuns().messages(), "message", "messages"),
        count(progress.allRuns().readings(), "reading", "readings"),
        count(matches.lateLogEntries(), "entry", "entries"),
        source.isEmpty() ? "" : "; " + source,
        scope.isWhole()
            ? ""
            : "; transitions are not compared, because the log does not tell the state of alerts"
                + " before it begins",
        scope.isReadOnce()
            ? ""
            : "; the counts of messages and readings are not compared, because several runs of the"
                + " group have read the same messages",
        undecided.count() == 0
            ? ""
            : "; "
                + undecided.count()
                + " undecided: messages after the last checkpoint may explain them");
  }

  private static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
