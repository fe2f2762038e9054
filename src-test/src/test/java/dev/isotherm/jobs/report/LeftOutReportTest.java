package dev.isotherm.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.LeftOutReason;
import dev.isotherm.parse.time.InstantSyntax;
import dev.isotherm.parse.time.RepeatedHour;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LeftOutReportTest {

  private static final InstantSyntax BERLIN = InstantSyntax.in(ZoneId.of("Europe/Berlin"));

  private static String printed(List<LeftOut> leftOut) {
    return printed(leftOut, BERLIN, true);
  }

  private static String printed(List<LeftOut> leftOut, InstantSyntax instants, boolean ofFiles) {
    StringWriter out = new StringWriter();
    new LeftOutReport(leftOut, instants, ofFiles).print(new PrintWriter(out, true));
    return out.toString();
  }

  private static String json(List<LeftOut> leftOut) {
    return new String(
        JsonLinesWriter.object(new LeftOutReport(leftOut, BERLIN, true)::writeTo),
        StandardCharsets.UTF_8);
  }

  private static final List<LeftOut> SOME =
      List.of(
          new LeftOut("a", LeftOutReason.EMPTY, 900, ""),
          new LeftOut("b", LeftOutReason.NOT_A_NUMBER, 1, "21,5"),
          new LeftOut("c", LeftOutReason.NOT_A_NUMBER, 2, "warm"),
          new LeftOut("d.t", LeftOutReason.NESTED, 1, "7"));

  @Test
  void saysFirstWhatIsProbablyAMistake() {
    assertThat(printed(SOME))
        .isEqualTo(
            """
            left out 1 value: d.t is a number inside of an object or array, such as "7"; \
            --metrics d.t measures it
            left out 2 values: c is not a number, such as "warm"
            left out 1 value: b is not a number, such as "21,5"
            left out 900 values: a is empty
            """);
    assertThat(printed(List.of())).isEmpty();
  }

  @Test
  void saysOfTimesThatClocksShowTwiceWhichInstantWasTakenAndWhatElseThereIs() {
    List<LeftOut> twice =
        List.of(new LeftOut("at", LeftOutReason.REPEATED_HOUR, 4, "2025-10-26 02:00:00"));
    assertThat(printed(twice))
        .isEqualTo(
            """
            4 times of at that clocks of Europe/Berlin show twice, such as "2025-10-26 02:00:00": \
            the earlier of two instants was taken; --repeated-hour earlier, later, order (of \
            lines) or refuse
            """);
    assertThat(printed(twice, BERLIN.with(List.of(), RepeatedHour.LATER), false))
        .endsWith(
            ": the later of two instants was taken; --repeated-hour earlier, later or refuse\n");
    assertThat(printed(twice, BERLIN.with(List.of(), RepeatedHour.ORDER), true))
        .contains(": the order of lines does not tell which of two instants is meant, the first");
  }

  @Test
  void writesAllOfItIntoTheSummary() {
    assertThat(json(SOME.subList(0, 2)))
        .isEqualTo(
            "{\"left_out\":["
                + "{\"field\":\"b\",\"reason\":\"not_a_number\",\"count\":1,\"example\":\"21,5\"},"
                + "{\"field\":\"a\",\"reason\":\"empty\",\"count\":900,\"example\":\"\"}]}");
    assertThat(json(List.of())).isEqualTo("{}");
  }

  @Test
  void printsAFewOfManyColumns() {
    List<LeftOut> many = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < 50; i++) {
      many.add(new LeftOut("c" + i, LeftOutReason.NOT_A_NUMBER, 1, "x"));
      names.add("c" + i);
    }
    assertThat(printed(many))
        .startsWith("left out 1 value: " + names.iterator().next() + " is not a number")
        .endsWith("… and those of 30 more columns or reasons\n")
        .hasLineCount(21);
  }

  @Test
  void namesTheOptionThatReadsATextOrMakesItAbsent() {
    assertThat(
            printed(
                List.of(
                    new LeftOut("a", LeftOutReason.NOT_A_NUMBER, 4, "99\u00A0261"),
                    new LeftOut("b", LeftOutReason.NOT_A_NUMBER, 3, "1'000.5"),
                    new LeftOut("c", LeftOutReason.NOT_A_NUMBER, 2, "unavailable"),
                    new LeftOut("d", LeftOutReason.NOT_A_NUMBER, 1, "21.5 K"))))
        .contains("\"99\u00A0261\"; --thousands ' ' reads it")
        .contains("\"1'000.5\"; --thousands \"'\" reads it")
        .contains("\"unavailable\"; --absent unavailable makes it absent")
        .contains("\"21.5 K\"; --strip-units reads its number");
  }
}
