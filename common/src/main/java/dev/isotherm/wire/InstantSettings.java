package dev.isotherm.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.text.InstantText;
import dev.isotherm.parse.time.InstantSyntax;
import dev.isotherm.parse.time.RepeatedHour;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a stream reads timestamps, as a part of {@link StreamSettings}. */
final class InstantSettings {

  private static final InstantSyntax DEFAULT = InstantSyntax.in(ZoneId.of("UTC"));

  private InstantSettings() {}

  /** What 0.2.0 did, whose records do not say it. */
  private static InstantSyntax of020(ZoneId zone) {
    return new InstantSyntax(
        zone, InstantSyntax.ISO_OR_EPOCH, RepeatedHour.EARLIER, InstantSyntax.NO_EARLIEST);
  }

  /** The settings that are not the default, by the option that sets each. */
  static Map<String, String> options(InstantSyntax syntax) {
    Map<String, String> options = new TreeMap<>();
    if (syntax.equals(of020(syntax.zone()))) {
      return options;
    }
    if (!syntax.formats().isEmpty()) {
      options.put("--timestamp-format", String.join(", ", syntax.formats()));
    }
    if (syntax.repeatedHour() != DEFAULT.repeatedHour()) {
      options.put("--repeated-hour", syntax.repeatedHour().word());
    }
    if (syntax.earliestMillis() != DEFAULT.earliestMillis()) {
      options.put("--earliest", earliest(syntax));
    }
    return options;
  }

  private static @Nullable String earliest(InstantSyntax syntax) {
    return syntax.earliestMillis() == InstantSyntax.NO_EARLIEST
        ? null
        : InstantText.of(syntax.earliestMillis());
  }

  static void write(JsonGenerator json, InstantSyntax syntax) throws IOException {
    json.writeStringField("timestamp_formats", String.join("\n", syntax.formats()));
    json.writeStringField("repeated_hour", syntax.repeatedHour().word());
    json.writeStringField("earliest", earliest(syntax));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if a field cannot be read
   */
  static InstantSyntax read(JsonFieldsReader fields, ZoneId zone) {
    String formats = fields.textOrNull("timestamp_formats");
    if (formats == null) {
      return of020(zone);
    }
    List<String> all = formats.lines().toList();
    return new InstantSyntax(
        zone, all, RepeatedHour.of(fields.text("repeated_hour")), earliest(fields));
  }

  private static long earliest(JsonFieldsReader fields) {
    String earliest = fields.textOrNull("earliest");
    try {
      return earliest == null ? InstantSyntax.NO_EARLIEST : InstantText.millis(earliest);
    } catch (DateTimeException | ArithmeticException unreadable) {
      throw new IllegalArgumentException("earliest " + earliest + ": is no instant", unreadable);
    }
  }
}
