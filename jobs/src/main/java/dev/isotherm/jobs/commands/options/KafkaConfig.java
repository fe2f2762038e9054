package dev.isotherm.jobs.commands.options;

import java.util.Properties;

/** Settings of Kafka's clients as read from the user's file. Shows nobody what is in it. */
record KafkaConfig(Properties settings) {

  @Override
  public String toString() {
    return "KafkaConfig of " + settings.size() + " settings";
  }
}
