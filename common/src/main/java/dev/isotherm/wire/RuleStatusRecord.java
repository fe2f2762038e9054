package dev.isotherm.wire;

import java.util.List;

/**
 * Whether a record of the topic of rules counts.
 *
 * @param place of the record, {@code topic-partition:offset}
 * @param effectiveFromMillis since when it is to be in force
 * @param version fingerprint of the rules; {@code null} if it is rejected
 * @param faults why it is; none if it is accepted
 */
public record RuleStatusRecord(
    String place, long effectiveFromMillis, String version, List<String> faults) {

  public boolean isAccepted() {
    return version != null;
  }

  /** What the lines of one stream about one record have in common. */
  public byte[] key(String group) {
    return JsonLines.object(
        json -> {
          json.writeStringField("group", group);
          json.writeStringField("source", place);
        });
  }

  /** What the stream of a group says; {@link Answer#read} reads it back. */
  public byte[] line(String group) {
    return JsonLines.object(
        json -> {
          json.writeStringField("version", version);
          json.writeStringField("effective_from", JsonLines.instant(effectiveFromMillis));
          json.writeStringField("status", isAccepted() ? "accepted" : "rejected");
          json.writeArrayFieldStart("faults");
          for (String fault : faults) {
            json.writeString(fault);
          }
          json.writeEndArray();
          json.writeStringField("group", group);
          json.writeStringField("source", place);
        });
  }

  /** What a stream has said. */
  public record Answer(String group, RuleStatusRecord verdict) {

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException with a sentence that names the field, if it is none
     */
    public static Answer read(byte[] line) {
      JsonFields fields = JsonFields.of(line);
      return new Answer(
          fields.text("group"),
          new RuleStatusRecord(
              fields.text("source"),
              fields.instant("effective_from"),
              fields.has("version") ? fields.text("version") : null,
              fields.texts("faults")));
    }
  }
}
