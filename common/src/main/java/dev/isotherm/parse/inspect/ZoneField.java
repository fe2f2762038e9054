package dev.isotherm.parse.inspect;

import dev.isotherm.parse.inspect.FieldProfile.Kind;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds a field that names the zone, or the offset, of the instant of its message. */
final class ZoneField {

  private static final Pattern OFFSET = Pattern.compile("(?:UTC|GMT)?[-+]\\d{2}:?\\d{2}|Z|UTC|GMT");
  private static final Pattern SHORT_NAME = Pattern.compile("[A-Z]{2,5}");

  private ZoneField() {}

  /** Returns the field; {@code null} if there is none. */
  static @Nullable FieldProfile of(List<FieldProfile> free) {
    return free.stream().filter(ZoneField::isZone).findFirst().orElse(null);
  }

  private static boolean isZone(FieldProfile field) {
    boolean named = FieldNames.isZone(field.name());
    boolean numbers = field.kind() == Kind.NUMBER && !named;
    return !numbers
        && field.present() > 0
        && field.count(Kind.ABSENT) == 0
        && field.distinct().stream()
            .allMatch(text -> isZone(text) || (named && SHORT_NAME.matcher(text).matches()));
  }

  private static boolean isZone(String text) {
    boolean region = text.indexOf('/') > 0 && ZoneId.getAvailableZoneIds().contains(text);
    return region || OFFSET.matcher(text).matches();
  }
}
