package dev.isotherm.parse.time;

import dev.isotherm.parse.message.ParseException;
import java.util.Map;

/** Formats of timestamps that have a name and no pattern. */
final class FormatWord {

  static final String ISO = "iso";
  static final String EPOCH = "epoch";
  static final String EXCEL = "excel";
  private static final Map<String, EpochUnit> UNITS_BY_WORD =
      Map.of(
          "epoch-s", EpochUnit.SECONDS,
          "epoch-ms", EpochUnit.MILLIS,
          "epoch-us", EpochUnit.MICROS,
          "epoch-ns", EpochUnit.NANOS);

  /** All words, for messages. */
  static final String ALL = "iso, epoch, epoch-s, epoch-ms, epoch-us, epoch-ns, excel";

  private FormatWord() {}

  static boolean isWord(String format) {
    return format.equals(ISO)
        || format.equals(EPOCH)
        || format.equals(EXCEL)
        || UNITS_BY_WORD.containsKey(format);
  }

  /** Returns the form that a word names, in the local times of a zone. */
  static InstantForm form(String word, LocalTimes times) {
    return switch (word) {
      case ISO -> new IsoTime(times);
      case EPOCH -> (b, off, end) -> epoch(b, off, end, EpochUnit.BY_MAGNITUDE);
      case EXCEL -> new ExcelDays(times);
      default -> {
        EpochUnit unit = UNITS_BY_WORD.get(word);
        yield (b, off, end) -> epoch(b, off, end, unit);
      }
    };
  }

  private static long epoch(byte[] b, int off, int end, EpochUnit unit) throws ParseException {
    return EpochNumber.isNumber(b, off, end)
        ? EpochNumber.millis(b, off, end, unit)
        : InstantForm.NO_MATCH;
  }
}
