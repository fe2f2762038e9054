package dev.isotherm.jobs.page.model;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.model.Series;
import dev.isotherm.rules.Level;
import dev.isotherm.rules.Rule;
import dev.isotherm.rules.RuleSetVersion;
import dev.isotherm.rules.condition.Band;
import dev.isotherm.rules.condition.ChangesBy;
import dev.isotherm.rules.condition.Condition;
import dev.isotherm.rules.condition.Equality;
import dev.isotherm.rules.condition.TableLimits;
import dev.isotherm.rules.condition.Threshold;
import java.io.IOException;
import java.util.List;

/** The limits of rules, as lines of a chart: each from when until when it is in force. */
final class ThresholdJson {

  private ThresholdJson() {}

  /**
   * Writes the field {@code limits}.
   *
   * @param versions sorted by their instants
   */
  static void write(JsonGenerator json, List<RuleSetVersion> versions, Series series)
      throws IOException {
    json.writeArrayFieldStart("limits");
    for (int i = 0; i < versions.size(); i++) {
      for (Rule rule : versions.get(i).rules().rules()) {
        if (rule.watches(series)) {
          for (Level level : rule.levels()) {
            write(json, versions, i, rule, level);
          }
        }
      }
    }
    json.writeEndArray();
  }

  private static void write(
      JsonGenerator json, List<RuleSetVersion> versions, int version, Rule rule, Level level)
      throws IOException {
    double[] limits = limits(level.condition());
    if (limits.length == 0) {
      return;
    }
    json.writeStartObject();
    json.writeStringField("rule", rule.name());
    PageJson.writeSeverity(json, level.severity(), rule.annotations().severities());
    json.writeStringField("kind", level.condition().kind().key());
    json.writeFieldName("values");
    json.writeArray(limits, 0, limits.length);
    long from = versions.get(version).effectiveFromMillis();
    if (from != RuleSetVersion.FROM_THE_START) {
      json.writeNumberField("from", from);
    }
    if (version + 1 < versions.size()) {
      json.writeNumberField("to", versions.get(version + 1).effectiveFromMillis());
    }
    json.writeEndObject();
  }

  /** A change has no limit that could be drawn among the values, and one by name no number. */
  private static double[] limits(Condition condition) {
    if (condition instanceof Threshold threshold) {
      return new double[] {threshold.limit()};
    }
    if (condition instanceof Band band) {
      return new double[] {band.limits().low(), band.limits().high()};
    }
    if (condition instanceof Equality equality) {
      return new double[] {equality.number()};
    }
    if (condition instanceof ChangesBy || condition instanceof TableLimits) {
      return new double[0];
    }
    throw new IllegalArgumentException("condition " + condition + ": is of an unknown kind");
  }
}
