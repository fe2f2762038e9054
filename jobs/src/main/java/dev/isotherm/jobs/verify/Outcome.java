package dev.isotherm.jobs.verify;

import dev.isotherm.jobs.format.JsonLines;
import dev.isotherm.jobs.progress.StreamProgress;
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
record Outcome(
    StreamProgress progress,
    Extent extent,
    Comparison.Same same,
    List<Difference> differences,
    long leftOpen,
    long ledgerEntries) {

  boolean isIdentical() {
    return differences.isEmpty();
  }

  /** One line, with the counts of it all. */
  String summary() {
    String verdict =
        isIdentical()
            ? "identical"
            : differences.size() == 1 ? "1 difference" : differences.size() + " differences";
    String upTo =
        progress.watermarkMillis() == Long.MIN_VALUE
            ? "the beginning"
            : JsonLines.instant(progress.watermarkMillis());
    return String.format(
        "%s%s up to %s: %d averages, %d transitions and %d rejected messages agree with the log;"
            + " %d messages, %d readings, %d entries in the ledger%s%s",
        verdict,
        extent.sinceMillis() == Long.MIN_VALUE
            ? ""
            : " from " + JsonLines.instant(extent.sinceMillis()),
        upTo,
        same.averages(),
        same.transitions(),
        same.rejected(),
        progress.accounting().messages(),
        progress.accounting().readings(),
        ledgerEntries,
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
}
