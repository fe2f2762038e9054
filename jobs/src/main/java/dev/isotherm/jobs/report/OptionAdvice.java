package dev.isotherm.jobs.report;

import dev.isotherm.model.RejectionReason;

/** Names the option that may help where messages are rejected. */
final class OptionAdvice {
  private OptionAdvice() {}

  /**
   * A clause that names an option; empty where none helps, or where the reason names one itself.
   *
   * @param detail the reason as a sentence
   * @param ofFile whether the message comes from a file
   */
  static String of(RejectionReason reason, String detail, boolean ofFile) {
    if (detail.contains("--")) {
      return "";
    }
    String any =
        switch (reason) {
          case NO_TIMESTAMP -> "--timestamp-field names the column or member with the instant";
          case NO_SENSOR ->
              "--sensor-field names the column or member with the sensor, --sensor the sensor"
                  + " itself";
          case NO_METRIC -> "--metrics names the columns or members to measure";
          case FUTURE_TIMESTAMP -> "--max-clock-skew sets how far a reading may be ahead";
          default -> "";
        };
    String ofFiles =
        switch (reason) {
          case NOT_JSON, NOT_AN_OBJECT, NOT_A_NUMBER, EMPTY ->
              "--format says whether a file is json, csv or text";
          case BAD_ROW -> "--delimiter, --skip-lines and --columns describe a table";
          default -> "";
        };
    return any.isEmpty() && ofFile ? ofFiles : any;
  }
}
