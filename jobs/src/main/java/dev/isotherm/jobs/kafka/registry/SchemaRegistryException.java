package dev.isotherm.jobs.kafka.registry;

/**
 * A schema registry could not be asked. The message is one sentence, without secrets. It has no
 * cause, because the message of the last cause is what a user sees.
 */
public final class SchemaRegistryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  SchemaRegistryException(String sentence) {
    super(sentence);
  }
}
