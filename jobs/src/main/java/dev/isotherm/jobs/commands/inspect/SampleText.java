package dev.isotherm.jobs.commands.inspect;

import dev.isotherm.jobs.files.FileSample;
import dev.isotherm.model.EnumText;
import dev.isotherm.parse.dialect.Delimiters;
import dev.isotherm.parse.dialect.FileDialect;
import dev.isotherm.parse.dialect.FileFormat;
import dev.isotherm.parse.dialect.LineEnd;
import dev.isotherm.parse.dialect.Packing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in words what a sample of a file is. */
final class SampleText {

  private SampleText() {}

  /**
   * Says how a file is read, and how much of it was looked at.
   *
   * @param messages number of messages of the sample
   */
  static String of(FileSample sample, int messages) {
    return dialect(sample.dialect())
        + "; "
        + plural(messages, "message")
        + " of "
        + size(sample.fileBytes())
        + " looked at";
  }

  private static String dialect(FileDialect dialect) {
    List<String> parts = new ArrayList<>();
    parts.add(
        switch (dialect.format()) {
          case JSON -> dialect.elements() ? "JSON" : "JSON lines";
          case CSV -> "table (csv), delimiter " + delimiter(dialect.delimiter());
          case TEXT -> "one number per line (text)";
        });
    parts.add(dialect.charset());
    if (dialect.packing() != Packing.NONE) {
      parts.add(EnumText.lowerCase(dialect.packing()));
    }
    if (dialect.lineEnd() == LineEnd.CARRIAGE_RETURN) {
      parts.add("lines end with CR");
    }
    if (dialect.format() != FileFormat.JSON && dialect.numbers().decimalMark() == ',') {
      parts.add("decimal comma");
    }
    return String.join(", ", parts);
  }

  private static String delimiter(char delimiter) {
    String text = Delimiters.text(delimiter);
    return text.length() == 1 ? '"' + text + '"' : text;
  }

  static String plural(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  private static String size(long bytes) {
    String[] units = {"bytes", "KB", "MB", "GB", "TB"};
    double size = bytes;
    int unit = 0;
    while (size >= 1_000 && unit < units.length - 1) {
      size /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, units[unit]);
  }
}
