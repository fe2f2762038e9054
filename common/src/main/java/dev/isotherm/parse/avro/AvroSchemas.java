package dev.isotherm.parse.avro;

import java.util.List;

/** Finds the schemas that messages name by their ids. Not thread-safe: each task has its own. */
@FunctionalInterface
public interface AvroSchemas {

  /** What is known of an id. */
  sealed interface Found {}

  /**
   * A schema.
   *
   * @param texts the schema as JSON at the end; before it, the schemas whose names it uses
   */
  record Known(List<String> texts) implements Found {
    public Known {
      texts = List.copyOf(texts);
    }
  }

  /**
   * No message can have a schema of this id.
   *
   * @param sentence why; the schema with its id is its subject
   */
  record Unusable(String sentence) implements Found {}

  /**
   * Finds a schema. Called seldom: the caller remembers schemas that are known.
   *
   * @throws RuntimeException if it cannot be found out at present; then nothing is known of the
   *     messages, which must not be rejected
   */
  Found find(int id);
}
