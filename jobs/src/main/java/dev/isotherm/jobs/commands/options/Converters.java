package dev.isotherm.jobs.commands.options;

import dev.isotherm.group.GroupBy;
import dev.isotherm.jobs.fleet.Rate;
import dev.isotherm.jobs.kafka.TopicPosition;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.percentile.WantedPercentiles;
import dev.isotherm.parse.time.RepeatedHour;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.window.WindowSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;

/** The converters of all option types that have one meaning everywhere. */
public final class Converters {

  private static final String WHOLE_NUMBER = "must be a whole number";
  private static final String NUMBER = "must be a number";

  private Converters() {}

  /** Registers them for a command and all its subcommands. */
  public static void register(CommandLine root) {
    root.registerConverter(int.class, new TextConverter<>(Integer::valueOf, WHOLE_NUMBER));
    root.registerConverter(Integer.class, new TextConverter<>(Integer::valueOf, WHOLE_NUMBER));
    root.registerConverter(long.class, new TextConverter<>(Long::valueOf, WHOLE_NUMBER));
    root.registerConverter(Long.class, new TextConverter<>(Long::valueOf, WHOLE_NUMBER));
    root.registerConverter(double.class, new TextConverter<>(Double::valueOf, NUMBER));
    root.registerConverter(Double.class, new TextConverter<>(Double::valueOf, NUMBER));
    root.registerConverter(Duration.class, new DurationConverter());
    root.registerConverter(
        Instant.class,
        new TextConverter<>(
            text -> OffsetDateTime.parse(text).toInstant(),
            "must be an instant with Z or an offset, such as 2025-07-01T12:00:00Z"));
    root.registerConverter(
        LocalDate.class,
        new TextConverter<>(LocalDate::parse, "must be a date such as 2025-07-01"));
    root.registerConverter(
        ZoneId.class,
        new TextConverter<>(
            ZoneId::of, "must be a time zone such as UTC, Europe/Berlin or +02:00"));
    root.registerConverter(
        KafkaOptions.Config.class, new TextConverter<>(KafkaOptions.Config::read));
    root.registerConverter(
        JobOptions.Setting.class, new TextConverter<>(JobOptions.Setting::parse));
    root.registerConverter(GroupBy.class, new TextConverter<>(GroupBy::parse));
    root.registerConverter(Rate.class, new TextConverter<>(Rate::parse));
    root.registerConverter(RepeatedHour.class, new TextConverter<>(RepeatedHour::of));
    root.registerConverter(
        RejectionReason.class,
        new TextConverter<>(
            text -> RejectionReason.valueOf(text.strip().toUpperCase(Locale.ROOT)),
            Arrays.toString(RejectionReason.values()).replaceAll("\\[(.*)]", "must be one of $1")));
    root.registerConverter(RuleSet.class, new RulesConverter());
    root.registerConverter(TopicPosition.class, new TextConverter<>(TopicPosition::parse));
    root.registerConverter(WantedPercentiles.class, new TextConverter<>(WantedPercentiles::parse));
    root.registerConverter(WindowSpec.class, new TextConverter<>(WindowSpec::parse));
  }
}
