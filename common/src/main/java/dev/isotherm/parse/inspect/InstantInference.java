package dev.isotherm.parse.inspect;

import dev.isotherm.parse.dialect.QuotedList;
import dev.isotherm.parse.inspect.FieldProfile.Kind;
import dev.isotherm.parse.mapping.FieldList;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.time.InstantFormats;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the field, or the fields, with the instant of a message, and how it is written. */
final class InstantInference {

  /** Epoch numbers have this magnitude at least; what is smaller is a number by its name only. */
  private static final double SMALLEST_EPOCH = 600_000_000;

  /** So many of the values of a field must be instants. */
  private static final double SHARE = 0.95;

  /** So many, if the name of the field tells, too: clocks of devices may be unset. */
  private static final double SHARE_IF_NAMED = 0.2;

  private static final List<String> YEAR_FIRST = List.of("yyyy-M-d", "yyyy/M/d", "yyyy.M.d");

  private static final Pattern OFFSET = Pattern.compile("(?:GMT|UTC)([-+]\\d{2}:\\d{2})");

  /** A short name of a zone in parentheses, as in {@code Hour (PST)}. */
  private static final Pattern SHORT_NAME = Pattern.compile("\\(([A-Z]{3,4})\\)");

  private final List<FieldProfile> free;
  private final String above;
  private final ParseOptions given;
  private final Proposal proposal;

  /**
   * Looks at fields.
   *
   * @param above the lines above the rows of a table
   */
  InstantInference(List<FieldProfile> free, String above, ParseOptions given, Proposal proposal) {
    this.free = free;
    this.above = above;
    this.given = given;
    this.proposal = proposal;
  }

  /** Finds them, and takes them away from the free fields. */
  void infer() {
    boolean byDefault = given.timestamp().equals(ParseOptions.defaults().timestamp());
    List<InstantCandidate> candidates = byDefault ? candidates() : of(given.timestamp());
    candidates = candidates.stream().filter(one -> !one.fits().isEmpty()).toList();
    if (candidates.isEmpty()) {
      if (byDefault) {
        proposal.lack();
        proposal.ask(
            "no field holds instants in a form that is known: --timestamp-field and"
                + " --timestamp-format say where they are and how they are written");
      }
      free.removeIf(one -> given.timestamp().contains(one.name()));
      return;
    }
    InstantCandidate best =
        candidates.stream().max(Comparator.comparingInt(InstantCandidate::score)).get();
    if (byDefault && best.fits().get(0).local() && isZoneOpen()) {
      best = withZone(best);
    }
    if (!best.names().equals(QuotedList.join(given.timestamp().names()))) {
      proposal.set("timestamp-field", best.names(), span(best.fits().get(0)));
    }
    format(best);
    free.removeAll(best.fields());
    others(candidates, best);
  }

  /** Returns the candidate that the user has named; none if the sample lacks a field of it. */
  private List<InstantCandidate> of(FieldList named) {
    List<FieldProfile> fields =
        named.names().stream()
            .flatMap(name -> free.stream().filter(field -> field.name().equals(name)))
            .toList();
    if (fields.size() < named.names().size()) {
      return List.of();
    }
    return List.of(named.areSeveral() ? joined(fields) : alone(fields.get(0)));
  }

  private List<InstantCandidate> candidates() {
    List<InstantCandidate> candidates = new ArrayList<>();
    for (FieldProfile field : free) {
      if (mayBeInstant(field)) {
        InstantCandidate alone = alone(field);
        candidates.add(alone);
        boolean dates = !alone.fits().isEmpty() && alone.fits().get(0).dates();
        FieldProfile time = dates ? timeOfDay(field) : null;
        InstantParts.Hour hour = dates && time == null ? hour(field) : null;
        if (time != null) {
          candidates.add(joined(List.of(field, time)));
        } else if (hour != null) {
          candidates.add(withHour(alone, hour));
        }
      }
    }
    candidates.add(parts());
    return candidates;
  }

  private boolean mayBeInstant(FieldProfile field) {
    boolean named = FieldNames.time(field.name()) > 0;
    if (field.kind() == Kind.NUMBER || field.kind() == Kind.NUMBER_IN_TEXT) {
      double[] numbers = field.sortedNumbers();
      return named
          || numbers[numbers.length / 2] >= SMALLEST_EPOCH
          || InstantFormats.isCalendar(field.texts());
    }
    return field.kind() == Kind.TEXT || field.kind() == Kind.MEASURED;
  }

  private InstantParts.@Nullable Hour hour(FieldProfile date) {
    return InstantParts.hour(free.stream().filter(field -> field != date).toList());
  }

  private InstantCandidate alone(FieldProfile field) {
    return candidate(List.of(field), field.texts());
  }

  /** Returns the field with the time of a date: if there are several, the one named like it. */
  private @Nullable FieldProfile timeOfDay(FieldProfile date) {
    return free.stream()
        .filter(field -> !field.texts().isEmpty())
        .filter(field -> field.texts().stream().allMatch(FieldNames::isTimeOfDay))
        .filter(field -> FieldNames.time(field.name()) > 0 || field.kind() == Kind.TEXT)
        .min(Comparator.comparingInt(field -> -FieldNames.shared(date.name(), field.name())))
        .orElse(null);
  }

  private InstantCandidate joined(List<FieldProfile> fields) {
    return candidate(fields, texts(fields));
  }

  private static List<String> texts(List<FieldProfile> fields) {
    int count = fields.stream().mapToInt(field -> field.texts().size()).min().getAsInt();
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                fields.stream().map(field -> field.texts().get(i)).collect(Collectors.joining(" ")))
        .toList();
  }

  private InstantCandidate candidate(List<FieldProfile> fields, List<String> texts) {
    boolean named = FieldNames.time(fields.get(0).name()) > 0;
    return new InstantCandidate(
        fields, InstantFormats.of(texts, given.zone(), named ? SHARE_IF_NAMED : SHARE));
  }

  /** A date, and a number with the hour. */
  private InstantCandidate withHour(InstantCandidate date, InstantParts.Hour hour) {
    List<FieldProfile> fields = List.of(date.fields().get(0), hour.field());
    List<String> formats =
        date.fits().get(0).format() == null
            ? YEAR_FIRST
            : date.fits().stream()
                .map(fit -> String.valueOf(fit.format()))
                .filter(format -> format.indexOf('d') >= 0)
                .toList();
    List<InstantFormats.Fit> fits = new ArrayList<>();
    for (String format : formats) {
      InstantFormats.Fit fit =
          InstantFormats.in(format + " " + hour.format(), texts(fields), given.zone(), SHARE);
      if (fit != null) {
        fits.add(fit);
      }
    }
    return new InstantCandidate(fields, fits);
  }

  /** Numbers of years, months, days, and perhaps hours, minutes and seconds. */
  private InstantCandidate parts() {
    List<FieldProfile> fields = InstantParts.of(free);
    if (fields.isEmpty()) {
      return new InstantCandidate(fields, List.of());
    }
    return new InstantCandidate(
        fields,
        List.of(
            new InstantFormats.Fit(
                InstantParts.format(fields.size()),
                fields.get(0).present(),
                0,
                0,
                true,
                true,
                fields.size() == 3)));
  }

  private boolean isZoneOpen() {
    return given.zone().equals(ParseOptions.defaults().zone());
  }

  /** Joins the field with the zone, if there is one. */
  private InstantCandidate withZone(InstantCandidate local) {
    FieldProfile zone = ZoneField.of(free);
    if (zone == null || local.fields().contains(zone)) {
      return local;
    }
    List<FieldProfile> fields = new ArrayList<>(local.fields());
    fields.add(zone);
    InstantCandidate joined = joined(fields);
    if (!joined.fits().isEmpty() && joined.fits().stream().noneMatch(InstantFormats.Fit::local)) {
      return joined;
    }
    proposal.ask(
        zone.name()
            + " holds "
            + MappingInference.named(zone.distinct())
            + ", which cannot be read as the zone of the instants: --zone says of which they are");
    return local;
  }

  private void format(InstantCandidate best) {
    List<InstantFormats.Fit> fits = best.fittest();
    InstantFormats.Fit first = fits.get(0);
    if (!given.instants().formats().isEmpty()) {
      return;
    }
    if (first.format() != null && InstantCandidate.isDecided(fits)) {
      proposal.set("timestamp-format", first.format(), InstantCandidate.why(fits));
    } else if (first.format() != null) {
      proposal.ask(
          best.names()
              + " may be written in several ways: --timestamp-format says which: "
              + fits.stream()
                  .map(fit -> '"' + fit.format() + "\" (" + span(fit) + ")")
                  .collect(Collectors.joining(", or ")));
    }
    String offset = offsetIn(best);
    if (first.local() && offset != null) {
      proposal.set("zone", offset, "in the name of the field");
    } else if (first.local() && isZoneOpen()) {
      zoneAbove();
    }
    if (first.dates()) {
      proposal.note("the instants of " + best.names() + " are dates without a time of the day");
    }
  }

  /** Returns the offset in the names of the fields; {@code null} if they have none. */
  private static @Nullable String offsetIn(InstantCandidate best) {
    for (FieldProfile field : best.fields()) {
      Matcher offset = OFFSET.matcher(field.name());
      if (offset.find()) {
        return offset.group(1);
      }
      Matcher name = SHORT_NAME.matcher(field.name());
      ZoneOffset named = name.find() ? InstantFormats.offset(name.group(1)) : null;
      if (named != null) {
        return named.getId();
      }
    }
    return null;
  }

  private void zoneAbove() {
    ZoneId zone = ZoneHint.in(above);
    if (zone == null) {
      proposal.note(Proposal.READ_AS_UTC);
    } else if (zone.equals(ZoneOffset.UTC)) {
      proposal.note("the instants are in UTC, as the lines above the rows say");
    } else {
      proposal.set("zone", zone.getId(), "named above the rows");
    }
  }

  /** Other instants are no metrics. */
  private void others(List<InstantCandidate> candidates, InstantCandidate best) {
    for (InstantCandidate other : candidates) {
      boolean written = other.fits().get(0).format() == null;
      for (FieldProfile field : other.fields()) {
        boolean instant = written || FieldNames.time(field.name()) > 0;
        if (!best.fields().contains(field) && instant) {
          free.remove(field);
        }
      }
    }
  }

  private static String span(InstantFormats.Fit fit) {
    return fit.lastMillis() == 0
        ? ""
        : Instant.ofEpochMilli(fit.firstMillis()) + " to " + Instant.ofEpochMilli(fit.lastMillis());
  }
}
