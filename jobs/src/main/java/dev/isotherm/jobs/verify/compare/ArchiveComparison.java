package dev.isotherm.jobs.verify.compare;

import dev.isotherm.jobs.archive.ArchivedPartition;
import dev.isotherm.jobs.archive.ArchivedPartition.Offsets;
import dev.isotherm.jobs.verify.compare.Difference.Kind;
import dev.isotherm.model.Accounting;
import java.util.ArrayList;
import java.util.List;

/** Compares the messages of an archive with those that the stream has read. */
public final class ArchiveComparison {

  private ArchiveComparison() {}

  /**
   * Finds the messages that the archive has twice, and those that it does not have. An offset
   * without a message may be the marker of a transaction; so none is missing if the number of
   * messages is right.
   *
   * @param archive what the archive has of the topic
   * @param scope what was compared
   * @param log the counts of the replay of the archive
   * @param published the counts of all runs of the stream
   */
  public static List<Difference> of(
      List<ArchivedPartition> archive,
      ComparisonScope scope,
      Accounting log,
      Accounting published) {
    List<Difference> differences = new ArrayList<>();
    long twice = 0;
    for (ArchivedPartition one : archive) {
      twice += one.timesTwice();
      for (Offsets offsets : one.twice()) {
        differences.add(
            difference(
                one,
                offsets,
                "is there twice, and counts twice here; the stream has continued from an older"
                    + " savepoint, or two streams keep their messages in this folder"));
      }
    }
    boolean isShort = log.messages() - twice < published.messages();
    if (scope.isWhole() && scope.isReadOnce() && isShort) {
      for (ArchivedPartition one : archive) {
        for (Offsets offsets : one.gaps()) {
          differences.add(
              difference(one, offsets, "is missing, unless it is a marker of a transaction"));
        }
      }
    }
    return differences;
  }

  private static Difference difference(ArchivedPartition one, Offsets offsets, String what) {
    return new Difference(Kind.ARCHIVE, "archive: " + one.place(offsets) + ": " + what, null);
  }
}
