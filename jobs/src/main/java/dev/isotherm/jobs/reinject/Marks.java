package dev.isotherm.jobs.reinject;

import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

/** Which letters were reinjected by earlier runs. */
final class Marks {
  private final Set<Mark> all = new HashSet<>();

  private Marks() {}

  /** Where there is no topic of marks yet. */
  static Marks none() {
    return new Marks();
  }

  /**
   * Reads all that are committed. None may come to be meanwhile: see {@link LetterPublisher}.
   *
   * @throws IllegalStateException if another program's transaction stays open in the topic, so that
   *     what lies behind it cannot be known
   */
  static Marks read(Properties client, String topic) throws InterruptedException {
    Marks marks = new Marks();
    TopicScan.of(client, topic, TopicScan.Until.LAST)
        .forEach(
            entry -> {
              marks.all.add(Mark.of(entry));
              return true;
            });
    return marks;
  }

  boolean has(DeadLetter letter) {
    return all.contains(Mark.of(letter));
  }
}
