package dev.isotherm.parse.avro;

/**
 * Bytes are no value of their schema. The message is a sentence whose subject is the message. It
 * has no stack trace, because bad input is frequent.
 */
final class MalformedAvroException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedAvroException(String error) {
    super(error, null, false, false);
  }
}
