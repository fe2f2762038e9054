package dev.isotherm.parse.avro;

import dev.isotherm.parse.json.JsonOutput;

/** Writes the values of one type as JSON. */
@FunctionalInterface
interface AvroType {

  /** How many records, arrays and maps may be inside of each other; as many as in JSON. */
  int MAX_DEPTH = 16;

  /**
   * Reads the next value and writes it.
   *
   * @param depth how many records, arrays and maps the value is in
   * @throws MalformedAvroException if there is no such value
   */
  void write(AvroInput in, JsonOutput out, int depth) throws MalformedAvroException;

  /** Refuses a record, an array or a map that is too deep inside of others. */
  static void checkDepth(int depth) throws MalformedAvroException {
    if (depth >= MAX_DEPTH) {
      throw new MalformedAvroException("is nested more than " + MAX_DEPTH + " levels deep");
    }
  }
}
