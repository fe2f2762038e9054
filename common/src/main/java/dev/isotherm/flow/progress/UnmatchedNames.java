package dev.isotherm.flow.progress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which of the names that all subtasks look for none has found. Says each of them in the log
 * once, when some messages and some event time have passed.
 */
final class UnmatchedNames {

  private static final Logger LOG = LoggerFactory.getLogger(UnmatchedNames.class);

  /** How many messages, or how much event time, must pass before a name is said to be missing. */
  static final long PATIENCE_MESSAGES = 10_000;

  static final long PATIENCE_MILLIS = 600_000;

  private final Map<String, List<String>> soughtByKind = new TreeMap<>();
  private final Set<String> found = new HashSet<>();
  private final Set<String> told = new HashSet<>();
  private long firstMessages = -1;
  private long firstWatermark = Long.MIN_VALUE;

  void add(ProgressPart part) {
    if (part.soughtNames().length > 0) {
      List<String> names = Arrays.asList(part.soughtNames());
      soughtByKind.put(names.get(0), names.subList(1, names.size()));
      Set<String> sought = new HashSet<>();
      soughtByKind.values().forEach(sought::addAll);
      found.retainAll(sought);
      told.retainAll(sought);
    }
    found.addAll(Arrays.asList(part.foundNames()));
  }

  List<String> names() {
    List<String> unmatched = new ArrayList<>();
    for (List<String> sought : soughtByKind.values()) {
      sought.stream().filter(name -> !found.contains(name)).forEach(unmatched::add);
    }
    return unmatched;
  }

  /**
   * Says in the log what is due, and returns it.
   *
   * @param messages how many were read so far
   */
  List<String> tell(long messages, long watermark) {
    firstMessages = firstMessages < 0 ? messages : firstMessages;
    firstWatermark = firstWatermark == Long.MIN_VALUE ? watermark : firstWatermark;
    boolean isDue =
        messages - firstMessages >= PATIENCE_MESSAGES
            || (messages > firstMessages && watermark - firstWatermark >= PATIENCE_MILLIS);
    if (!isDue) {
      return List.of();
    }
    List<String> due = names().stream().filter(told::add).toList();
    for (String name : due) {
      LOG.warn("No message had {} so far, of {} messages", name, messages - firstMessages);
    }
    return due;
  }
}
