package dev.isotherm.jobs.commands.stream;

import dev.isotherm.jobs.commands.options.TextConverter;
import dev.isotherm.jobs.graph.StreamJob.AlertDelivery;

/** Converts how transitions of alerts are published. */
final class DeliveryConverter extends TextConverter<AlertDelivery> {

  DeliveryConverter() {
    super(DeliveryConverter::delivery, "must be at-once or exactly-once");
  }

  private static AlertDelivery delivery(String text) {
    return switch (text) {
      case "at-once" -> AlertDelivery.AT_ONCE;
      case "exactly-once" -> AlertDelivery.EXACTLY_ONCE;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
