package dev.isotherm.jobs.reinject;

import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

/** Which letters were reinjected by earlier runs. */
public final class ReinjectionMarks {
  private final Set<ReinjectionMark> all = new HashSet<>();

  private ReinjectionMarks() {}

  /** Where there is no topic of marks yet. */
  public static ReinjectionMarks none() {
    return new ReinjectionMarks();
  }

  /**
   * Reads all that are committed. None may come to be meanwhile: see {@link DeadLetterPublisher}.
   *
   * @throws IllegalStateException if another program's transaction stays open in the topic, so that
   *     what lies behind it cannot be known
   */
  public static ReinjectionMarks read(Properties client, String topic) throws InterruptedException {
    ReinjectionMarks marks = new ReinjectionMarks();
    TopicScan.of(client, topic, TopicScan.Until.LAST)
        .forEach(
            entry -> {
              marks.all.add(ReinjectionMark.of(entry));
              return true;
            });
    return marks;
  }

  boolean has(DeadLetter letter) {
    return all.contains(ReinjectionMark.of(letter));
  }
}
