package dev.isotherm.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream publishes about one record of the topic of rules.
 *
 * @param group consumer group of the stream
 */
public record RuleStatusRecord(String group, ValidationResult result) {

  /**
   * Whether a record of the topic of rules is accepted.
   *
   * @param source of the record, {@code topic-partition:offset}
   * @param effectiveFromMillis when the rules become active, in milliseconds since the epoch
   * @param version fingerprint of the rules; {@code null} if the record is rejected
   * @param errors why the record is rejected; empty if it is accepted
   */
  public record ValidationResult(
      String source, long effectiveFromMillis, @Nullable String version, List<String> errors) {

    public boolean isAccepted() {
      return version != null;
    }
  }

  /** Equal for all lines of one stream about one record. */
  public byte[] key() {
    return JsonLinesWriter.object(
        json -> {
          json.writeStringField("group", group);
          json.writeStringField("source", result.source);
        });
  }

  /** One line of JSON, without a line end. */
  public byte[] line() {
    return JsonLinesWriter.object(
        json -> {
          json.writeStringField("version", result.version);
          json.writeStringField(
              "effective_from", JsonLinesWriter.instant(result.effectiveFromMillis));
          json.writeStringField("status", result.isAccepted() ? "accepted" : "rejected");
          json.writeArrayFieldStart("faults");
          for (String error : result.errors) {
            json.writeString(error);
          }
          json.writeEndArray();
          json.writeStringField("group", group);
          json.writeStringField("source", result.source);
        });
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException with a sentence that names the field, if it cannot be read
   */
  public static RuleStatusRecord read(byte[] line) {
    JsonFieldsReader fields = JsonFieldsReader.of(line);
    return new RuleStatusRecord(
        fields.text("group"),
        new ValidationResult(
            fields.text("source"),
            fields.instant("effective_from"),
            fields.has("version") ? fields.text("version") : null,
            fields.texts("faults")));
  }
}
