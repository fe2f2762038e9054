package dev.isotherm.jobs.verify;

import dev.isotherm.wire.JsonLines;
import dev.isotherm.wire.StreamProgress;
import java.util.List;

/**
 * What a comparison came to.
 *
 * @param progress what of the stream was compared
 * @param extent how much of it
 * @param same what agrees
 * @param differences what does not
 * @param leftOpen how many differences were left out, because messages bear on them that were not
 *     compared
 * @param ledgerEntries how many entries the ledger has
 */
public record VerificationReport(
    StreamProgress progress,
    ComparisonScope extent,
    Comparison.Same same,
    List<Difference> differences,
    long leftOpen,
    long ledgerEntries) {

  public boolean isIdentical() {
    return differences.isEmpty();
  }

  /** One line, with the counts of it all. */
  public String summary() {
    String verdict =
        isIdentical() ? "identical" : count(differences.size(), "difference", "differences");
    String upTo =
        progress.watermarkMillis() == Long.MIN_VALUE
            ? "the beginning"
            : JsonLines.instant(progress.watermarkMillis());
    return String.format(
        "%s%s up to %s: %s, %s and %s agree with the log; %s, %s, %s in the ledger%s%s",
        verdict,
        extent.sinceMillis() == Long.MIN_VALUE
            ? ""
            : " from " + JsonLines.instant(extent.sinceMillis()),
        upTo,
        count(same.averages(), "average", "averages"),
        count(same.transitions(), "transition", "transitions"),
        count(same.rejected(), "rejected message", "rejected messages"),
        count(progress.accounting().messages(), "message", "messages"),
        count(progress.accounting().readings(), "reading", "readings"),
        count(ledgerEntries, "entry", "entries"),
        extent.isWhole()
            ? ""
            : "; transitions are not compared, as the log does not tell what alerts were before it"
                + " begins",
        leftOpen == 0
            ? ""
            : "; "
                + leftOpen
                + " left open: messages from before this run, or after its last checkpoint, bear on"
                + " them");
  }

  private static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
