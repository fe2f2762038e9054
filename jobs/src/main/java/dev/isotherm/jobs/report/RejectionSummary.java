package dev.isotherm.jobs.report;

import dev.isotherm.flow.ingest.CountsByFile;
import dev.isotherm.flow.ingest.FileCounts;
import dev.isotherm.jobs.files.LocalPaths;
import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rejected messages of a run. Those of one source and with the same reason are one group, so
 * that the fault of a whole file is one sentence. The memory is bounded: messages beyond {@value
 * #MAX_GROUPS} groups are only counted.
 */
public final class RejectionSummary {

  /** The number of groups that are told apart. */
  static final int MAX_GROUPS = 10_000;

  private static final int MAX_SHOWN = 5;
  private static final int MAX_FILES_SHOWN = 10;

  private static final Comparator<Group> BY_POSITION =
      Comparator.<Group, String>comparing(group -> group.first.source())
          .thenComparingLong(group -> group.first.position());

  private final Map<Key, Group> groups = new HashMap<>();
  private final Map<RejectionReason, Long> byReason = new EnumMap<>(RejectionReason.class);
  private final Map<String, FileCounts> files;
  private final boolean ofFiles;

  private record Key(String source, RejectionReason reason, String detail) {}

  /**
   * Messages of one source with the same reason.
   *
   * @param first the first of them, without its bytes
   */
  public record Alike(Rejection first, long count) {}

  /** Messages of one source with the same reason. */
  private static final class Group {
    private Rejection first;
    private long count;

    void add(Rejection rejection) {
      count += rejection.messages();
      if (first == null || rejection.position() < first.position()) {
        first = rejection;
      }
    }

    Group plus(Group other) {
      Group both = new Group();
      both.first = first.position() < other.first.position() ? first : other.first;
      both.count = count + other.count;
      return both;
    }
  }

  /**
   * Begins with no rejection.
   *
   * @param files what became of each file; empty for a topic
   */
  RejectionSummary(Map<String, FileCounts> files) {
    this.files = files;
    this.ofFiles = !files.isEmpty();
  }

  void add(Rejection rejection) {
    byReason.merge(rejection.reason(), (long) rejection.messages(), Long::sum);
    Key key = new Key(rejection.source(), rejection.reason(), rejection.detail());
    Group group = groups.get(key);
    if (group == null && groups.size() < MAX_GROUPS) {
      group = new Group();
      groups.put(key, group);
    }
    if (group != null) {
      group.add(withoutBytes(rejection));
    }
  }

  private static Rejection withoutBytes(Rejection rejection) {
    return new Rejection(
        rejection.reason(),
        rejection.detail(),
        rejection.source(),
        rejection.position(),
        rejection.element(),
        rejection.messages(),
        null,
        null,
        Rejection.UNTIMED,
        new MessageHeader[0]);
  }

  /** The number of rejected messages by reason. */
  public Map<RejectionReason, Long> byReason() {
    return byReason;
  }

  private long count() {
    return byReason.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Prints one sentence for each file whose messages were all rejected, and the first of the other
   * rejected messages.
   *
   * @param rejected where all of them are
   */
  void print(PrintWriter err, BatchReport.RejectionPosition position, String rejected) {
    long told = 0;
    List<String> unusable = unusableFiles();
    for (String file : unusable.subList(0, Math.min(unusable.size(), MAX_FILES_SHOWN))) {
      long messages = files.get(file).messages();
      err.println("skipped all " + messages + " messages of " + reasonOf(file, position));
      told += messages;
    }
    List<Group> shown =
        groups.values().stream()
            .filter(group -> !unusable.contains(group.first.source()))
            .sorted(BY_POSITION)
            .limit(MAX_SHOWN)
            .toList();
    for (Group group : shown) {
      err.printf(
          "skipped %s: %s: %s%s%n",
          position.of(group.first),
          group.first.reason(),
          group.first.detail(),
          group.count == 1 ? "" : " (and " + (group.count - 1) + " more like it)");
      told += group.count;
    }
    if (count() > told) {
      err.printf("… and %d more in %s%n", count() - told, rejected);
    }
  }

  /** Returns the most frequent groups of messages of one source with the same reason. */
  public List<Alike> mostFrequent(int max) {
    return groups.values().stream()
        .sorted(Comparator.<Group>comparingLong(group -> -group.count).thenComparing(BY_POSITION))
        .limit(max)
        .map(group -> new Alike(group.first, group.count))
        .toList();
  }

  /** Whether all messages come from one file or partition. */
  boolean areOfOneSource() {
    return groups.values().stream().map(group -> group.first.source()).distinct().count() == 1;
  }

  /** Files of which no message was accepted, and more than one was rejected. */
  private List<String> unusableFiles() {
    return files.entrySet().stream()
        .filter(file -> !file.getKey().equals(CountsByFile.OTHERS))
        .filter(file -> file.getValue().messages() > 1 && file.getValue().accepted() == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  private String reasonOf(String file, BatchReport.RejectionPosition position) {
    List<Group> ofFile =
        groups.values().stream().filter(group -> group.first.source().equals(file)).toList();
    return LocalPaths.relative(file)
        + ": "
        + mostFrequent(ofFile, files.get(file).messages(), position);
  }

  /**
   * The sentence of a run that has accepted nothing: the most frequent reason, an example and the
   * option that may help.
   */
  String nothingAccepted(BatchReport.RejectionPosition position) {
    return mostFrequent(List.copyOf(groups.values()), count(), position);
  }

  private String mostFrequent(List<Group> some, long all, BatchReport.RejectionPosition position) {
    Group most = mostFrequent(some);
    if (most == null) {
      return "see the rejected messages";
    }
    Rejection example = most.first;
    String advice = OptionAdvice.of(example.reason(), example.detail(), ofFiles);
    return (most.count < all ? "most often (" + most.count + ") " : "")
        + example.reason()
        + ", such as "
        + position.of(example)
        + ": "
        + example.detail()
        + (advice.isEmpty() ? "" : "; " + advice);
  }

  private static @Nullable Group mostFrequent(List<Group> some) {
    Map<RejectionReason, Group> byReason = new EnumMap<>(RejectionReason.class);
    List<Group> inOrder = new ArrayList<>(some);
    inOrder.sort(BY_POSITION);
    inOrder.forEach(group -> byReason.merge(group.first.reason(), group, Group::plus));
    Group most = null;
    for (Group group : byReason.values()) {
      most = most == null || group.count > most.count ? group : most;
    }
    return most;
  }
}
