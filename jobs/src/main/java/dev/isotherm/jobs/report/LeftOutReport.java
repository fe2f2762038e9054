package dev.isotherm.jobs.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.parse.mapping.ValueTexts;
import dev.isotherm.parse.message.AbsentWords;
import dev.isotherm.parse.message.Excerpt;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.number.DecimalNumber;
import dev.isotherm.parse.number.NumberStyle;
import dev.isotherm.parse.time.InstantSyntax;
import dev.isotherm.parse.time.RepeatedHour;
import dev.isotherm.wire.LeftOutRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;

/** What a run left out of the messages that it accepted, by column or member and by reason. */
public final class LeftOutReport {

  private static final int MAX_SHOWN = 20;
  private static final ValueTexts UNITS = ValueTexts.of(List.of(), true);

  /** What is probably a mistake comes first, what is probably meant comes last. */
  private static final List<LeftOutReason> ORDER =
      List.of(
          LeftOutReason.REPEATED_HOUR,
          LeftOutReason.NUMBER_IN_TEXT,
          LeftOutReason.NESTED,
          LeftOutReason.BAD_NAME,
          LeftOutReason.NOT_A_TEXT,
          LeftOutReason.NOT_A_NUMBER,
          LeftOutReason.NOT_FINITE,
          LeftOutReason.ABSENT,
          LeftOutReason.EMPTY);

  private static final Comparator<LeftOut> WORST_FIRST =
      Comparator.<LeftOut>comparingInt(one -> ORDER.indexOf(one.reason()))
          .thenComparing(Comparator.comparingLong(LeftOut::count).reversed())
          .thenComparing(LeftOut::field);

  private final List<LeftOut> leftOut;
  private final InstantSyntax instants;
  private final boolean ofFiles;

  /**
   * Sorts what was left out.
   *
   * @param instants how timestamps were read
   * @param ofFiles whether files were read, and not a topic
   */
  LeftOutReport(List<LeftOut> leftOut, InstantSyntax instants, boolean ofFiles) {
    this.leftOut = leftOut.stream().sorted(WORST_FIRST).toList();
    this.instants = instants;
    this.ofFiles = ofFiles;
  }

  /** Prints one line for each column or member and reason, {@value #MAX_SHOWN} at most. */
  void print(PrintWriter err) {
    for (LeftOut one : leftOut.subList(0, Math.min(leftOut.size(), MAX_SHOWN))) {
      err.println(one.reason() == LeftOutReason.REPEATED_HOUR ? repeated(one) : sentence(one));
    }
    if (leftOut.size() > MAX_SHOWN) {
      err.printf("… and those of %d more columns or reasons%n", leftOut.size() - MAX_SHOWN);
    }
  }

  /** Returns all of it, what is probably a mistake first. */
  public List<LeftOut> entries() {
    return leftOut;
  }

  /** Returns which option may help; empty if none does. */
  public String hint(LeftOut one) {
    return advice(one).replaceFirst("^; ", "");
  }

  private String sentence(LeftOut one) {
    return "left out " + one.countedText() + advice(one);
  }

  /** Names the zone, which instant was taken, and all other choices. */
  private String repeated(LeftOut one) {
    RepeatedHour choice = instants.repeatedHour();
    String taken =
        choice == RepeatedHour.ORDER
            ? "the order of lines does not tell which of two instants is meant, the first was taken"
            : "the " + choice.word() + " of two instants was taken";
    return String.format(
        "%d %s of %s that clocks of %s show twice, such as \"%s\": %s; --repeated-hour earlier,"
            + " later%s or refuse",
        one.count(),
        one.count() == 1 ? "time" : "times",
        Excerpt.plain(one.field()),
        instants.zone(),
        one.example(),
        taken,
        ofFiles ? ", order (of lines)" : "");
  }

  private static String measuredBy(LeftOut one) {
    return "; --metrics " + one.field() + " measures it";
  }

  private static String dividedAt(LeftOut one) {
    int array = one.field().indexOf("[].");
    return array < 0
        ? ""
        : "; --elements " + one.field().substring(0, array) + " makes each element a message";
  }

  private String ofText(String text) {
    char thousands = NumberStyle.thousandsOf(text);
    if (ofFiles && thousands != NumberStyle.NO_GROUPS) {
      return "; --thousands " + (thousands == ' ' ? "' '" : "\"'\"") + " reads it";
    }
    if (AbsentWords.contains(text)) {
      return "; --absent " + (text.indexOf(' ') < 0 ? text : '"' + text + '"') + " makes it absent";
    }
    return UNITS.numberOf(text, new DecimalNumber()).isPresent()
        ? "; --strip-units reads its number"
        : "";
  }

  private String advice(LeftOut one) {
    return switch (one.reason()) {
      case NUMBER_IN_TEXT -> measuredBy(one);
      case NESTED -> one.field().contains("[]") ? dividedAt(one) : measuredBy(one);
      case NOT_A_NUMBER -> ofText(one.example());
      case BESIDE_ELEMENTS, NOT_FINITE, ABSENT, EMPTY, BAD_NAME, NOT_A_TEXT, REPEATED_HOUR -> "";
    };
  }

  /** Writes all of it as a member of the summary, unless nothing was left out. */
  void writeTo(JsonGenerator json) throws IOException {
    LeftOutRecord.write(json, leftOut);
  }
}
