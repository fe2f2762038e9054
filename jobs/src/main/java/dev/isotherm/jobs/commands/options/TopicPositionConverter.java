package dev.isotherm.jobs.commands.options;

import dev.isotherm.jobs.kafka.TopicPosition;

/** Reads a position in a topic as {@link TopicPosition} does. */
public final class TopicPositionConverter extends TextConverter<TopicPosition> {
  public TopicPositionConverter() {
    super(TopicPosition::parse);
  }
}
