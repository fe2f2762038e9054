package dev.isotherm.jobs.commands.inspect;

import dev.isotherm.model.Reading;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.parse.RejectedMessage;
import dev.isotherm.parse.message.Parsed;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What options make of a sample: the first readings, and what was rejected. */
final class TrialReadings {

  private static final int SHOWN = 5;

  private final List<Reading> first = new ArrayList<>();
  private final Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
  private final Map<RejectionReason, String> examples = new EnumMap<>(RejectionReason.class);
  private final BackwardSteps steps = new BackwardSteps();
  private long accepted;
  private long readings;

  void add(ReadingBlock block) {
    accepted += block.messages();
    readings += block.count();
    for (int i = 0; i < block.count(); i++) {
      if (first.size() < SHOWN) {
        first.add(block.reading(i));
      }
      steps.add(block.series()[i], block.epochMillis()[i]);
    }
  }

  void reject(RejectedMessage message) {
    reject(message.why(), message.messages());
  }

  void reject(Parsed.Rejected why, int messages) {
    rejected.merge(why.reason(), messages, Integer::sum);
    examples.putIfAbsent(why.reason(), why.detail());
  }

  /** The first readings. */
  List<Reading> first() {
    return first;
  }

  long accepted() {
    return accepted;
  }

  long readings() {
    return readings;
  }

  /** Where readings of a sensor go back. */
  BackwardSteps steps() {
    return steps;
  }

  /** How many messages were rejected, by reason. */
  Map<RejectionReason, Integer> rejected() {
    return rejected;
  }

  /** What was wrong with the first message that was rejected for a reason. */
  String example(RejectionReason reason) {
    return examples.getOrDefault(reason, "");
  }
}
