package dev.isotherm.jobs.kafka.kept;

import org.jspecify.annotations.Nullable;

/** How a topic is named where a file may stand: {@code topic}, or {@code topic:NAME}. */
public final class TopicText {

  private static final String TOPIC = "topic";
  private static final String PREFIX = TOPIC + ":";

  private TopicText() {}

  /** Whether a text names a topic, and no file. */
  public static boolean isTopic(@Nullable String text) {
    return text != null && (text.equals(TOPIC) || text.startsWith(PREFIX));
  }

  /**
   * The name of the topic in such a text.
   *
   * @param usual the topic, unless another one is named
   */
  public static String nameIn(String text, String usual) {
    return text.equals(TOPIC) ? usual : text.substring(PREFIX.length());
  }

  /** The text that names a topic, the same for the same topic. */
  public static String of(String topic) {
    return PREFIX + topic;
  }
}
