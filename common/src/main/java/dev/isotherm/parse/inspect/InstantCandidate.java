package dev.isotherm.parse.inspect;

import dev.isotherm.parse.dialect.QuotedList;
import dev.isotherm.parse.time.InstantFormats;
import java.util.List;
import java.util.stream.Collectors;

/** Fields that together are an instant, and the formats that read it. */
record InstantCandidate(List<FieldProfile> fields, List<InstantFormats.Fit> fits) {

  /** Formats that read so many of the values that the best one reads are as good. */
  private static final double LEAST_SHARE = 0.95;

  /** So much longer is the time between the first and the last row in a wrong format. */
  private static final int FAR = 5;

  private static final int WHOLE = 200;
  private static final int JOINED = 100;

  /** One field with a time of the day is better than several, and these than a date. */
  int score() {
    String first = fields.get(0).name();
    int form = fields.size() > 1 ? JOINED : WHOLE;
    // A year alone is less than year, month and day.
    form = fits.get(0).dates() ? fields.size() - 1 : form;
    int utc = FieldNames.isUtc(first) ? 5 : 0;
    return 10 * (form + FieldNames.time(first)) + utc - MappingInference.depth(first);
  }

  /** The formats that read about as many values as the best one. */
  List<InstantFormats.Fit> fittest() {
    int most = fits.stream().mapToInt(InstantFormats.Fit::count).max().orElse(0);
    return fits.stream().filter(fit -> fit.count() >= LEAST_SHARE * most).toList();
  }

  String names() {
    return QuotedList.join(fields.stream().map(FieldProfile::name).toList());
  }

  /** Whether rows that follow each other are in order, and near each other, in one format only. */
  static boolean isDecided(List<InstantFormats.Fit> fits) {
    if (fits.size() == 1) {
      return true;
    }
    InstantFormats.Fit first = fits.get(0);
    return first.ordered()
        && fits.stream()
            .skip(1)
            .allMatch(other -> !other.ordered() || other.span() > FAR * Math.max(1, first.span()));
  }

  /** Says why the first of several formats is meant. */
  static String why(List<InstantFormats.Fit> fits) {
    return fits.size() == 1
        ? "the only form in which all are read"
        : "only so the rows are in order and near each other; not as "
            + fits.stream()
                .skip(1)
                .map(fit -> String.valueOf(fit.format()))
                .collect(Collectors.joining(" or "));
  }
}
