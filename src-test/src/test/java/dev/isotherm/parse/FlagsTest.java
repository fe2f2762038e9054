package dev.isotherm.parse;

import static dev.isotherm.fixtures.Parsing.parse;
import static dev.isotherm.fixtures.Parsing.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.Parsing;
import dev.isotherm.parse.csv.CsvHeader;
import dev.isotherm.parse.csv.CsvRowParser;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.AbsentValues;
import dev.isotherm.parse.mapping.LongLayout;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.mapping.TextFlags;
import dev.isotherm.parse.mapping.ValueTexts;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.parse.message.Parsed;
import dev.isotherm.parse.message.Parsed.Accepted;
import dev.isotherm.parse.message.Parsed.Rejected;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts with several words become a metric for each word that was asked for. */
final class FlagsTest {

  private static final ParseOptions UPS = flags("status=OB|LB");
  private static final String OB = "status.LB=0.0 status.OB=1.0 left=800.0";

  private static ParseOptions flags(String... flags) {
    return ParseOptions.defaults()
        .withTexts(ValueTexts.NONE.withFlags(TextFlags.of(List.of(flags))));
  }

  private static String json(ParseOptions options, String members) {
    String head = "{'timestamp':'2025-07-01T12:00:00Z','sensor_id':'ups',";
    return read(new JsonMessageParser(options), (head + members + "}").replace('\'', '"'));
  }

  private static String row(ParseOptions options, String columns, String cells) {
    CsvHeader header = CsvHeader.parse(utf8("timestamp,sensor_id," + columns), ',');
    return read(new CsvRowParser(header, options), "2025-07-01T12:00:00Z,ups," + cells);
  }

  private static String read(MessageParser parser, String message) {
    Parsed parsed = parse(parser, utf8(message));
    if (parsed instanceof Rejected rejected) {
      return rejected.reason() + ": " + rejected.detail();
    }
    Accepted accepted = (Accepted) parsed;
    return Stream.concat(
            accepted.readings().stream().map(one -> one.series().metric() + "=" + one.value()),
            accepted.leftOut().stream().map(FlagsTest::text))
        .collect(Collectors.joining(" "));
  }

  private static String text(LeftOut one) {
    return "(" + one.field() + " " + one.reason() + " " + one.example() + ")";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "'OB DISCHRG'       ! status.LB=0.0 status.OB=1.0 left=800.0",
        "'OL CHRG'          ! status.LB=0.0 status.OB=0.0 left=800.0",
        "'LB|OB'            ! status.LB=1.0 status.OB=1.0 left=800.0",
        "'O\\u0042'         ! status.LB=0.0 status.OB=1.0 left=800.0",
        "''                 ! status.LB=0.0 status.OB=0.0 left=800.0",
        "'7'                ! status.LB=0.0 status.OB=0.0 left=800.0",
        "['OB','DISCHRG']   ! status.LB=0.0 status.OB=1.0 left=800.0",
        "['OL', 'LB OB']    ! status.LB=1.0 status.OB=1.0 left=800.0",
        "[]                 ! status.LB=0.0 status.OB=0.0 left=800.0",
        "null               ! left=800.0 (status EMPTY null)",
        "7                  ! left=800.0 (status NOT_A_TEXT 7)",
        "NaN                ! left=800.0 (status NOT_A_TEXT NaN)",
        "true               ! left=800.0 (status NOT_A_TEXT true)",
        "{'OB':{'x':1}}     ! left=800.0 (status NOT_A_TEXT an object)",
        "['OB',7]           ! left=800.0 (status NOT_A_TEXT an array of more than texts)",
        "['OB',['LB']]      ! left=800.0 (status NOT_A_TEXT an array of more than texts)"
      })
  void jsonHasAReadingForEachWord(String value, String expected) {
    List<String> order = List.of(expected.split(" (?=\\()"));
    String read = json(UPS, "'status':" + value + ",'left':800");
    assertThat(read).isEqualTo(String.join(" ", order));
    String last = json(UPS, "'left':800,'status':" + value);
    assertThat(last.split(" ")).containsExactlyInAnyOrder(read.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "OB DISCHRG         ! status.LB=0.0 status.OB=1.0 left=800.0",
        "OL CHRG            ! status.LB=0.0 status.OB=0.0 left=800.0",
        "\"OB,LB\"          ! status.LB=1.0 status.OB=1.0 left=800.0",
        "LB|OB              ! status.LB=1.0 status.OB=1.0 left=800.0",
        "``                 ! left=800.0 (status EMPTY )",
        "7                  ! left=800.0 (status NOT_A_TEXT 7)",
        "nan                ! left=800.0 (status NOT_A_TEXT nan)",
        "true               ! left=800.0 (status NOT_A_TEXT true)"
      })
  void rowsHaveAReadingForEachWord(String cell, String expected) {
    assertThat(row(UPS, "status,left", cell + ",800")).isEqualTo(expected);
  }

  @Test
  void aFieldThatIsNotThereGivesNothing() {
    assertThat(json(UPS, "'left':800")).isEqualTo("left=800.0");
    assertThat(row(UPS, "left", "800")).isEqualTo("left=800.0");
  }

  @Test
  void flagsAloneAreReadings() {
    assertThat(json(UPS, "'status':'OB'")).isEqualTo("status.LB=0.0 status.OB=1.0");
    assertThat(row(UPS, "status", "LB")).isEqualTo("status.LB=1.0 status.OB=0.0");
  }

  @Test
  void aMessageWithoutAReadingSaysWhy() {
    assertThat(json(UPS, "'status':7"))
        .isEqualTo("NO_METRIC: status is 7; a text is required (--flags)");
    assertThat(row(UPS, "status", "7"))
        .isEqualTo("NO_METRIC: status is 7; a text is required (--flags)");
    assertThat(json(UPS, "'status':null")).isEqualTo("NO_METRIC: no numeric member");
    assertThat(row(UPS, "status", "")).isEqualTo("NO_METRIC: no number; status has no text");
  }

  @Test
  void fieldsOfFlagsNeedNotBeMetrics() {
    for (String metrics : List.of("left", "!status", "!x")) {
      ParseOptions named = UPS.withMetrics(Set.of(metrics));
      assertThat(json(named, "'status':'OB','left':800")).isEqualTo(OB);
      assertThat(row(named, "status,left", "OB,800")).isEqualTo(OB);
    }
    ParseOptions inside = flags("data.status=OB").withMetrics(Set.of("data.*"));
    assertThat(json(inside, "'data':{'status':'OB','left':800}"))
        .isEqualTo("data.status.OB=1.0 data.left=800.0");
    assertThat(json(flags("data.status=OB"), "'data':{'status':'OB','left':800},'t':1"))
        .isEqualTo("data.status.OB=1.0 t=1.0 (data.left NESTED 800)");
  }

  @Test
  void aTextForAMissingValueGivesNothing() {
    ParseOptions absent = UPS.withAbsent(AbsentValues.of(List.of("UNKNOWN", "-1")));
    assertThat(json(absent, "'status':'UNKNOWN','left':800"))
        .isEqualTo("left=800.0 (status ABSENT UNKNOWN)");
    assertThat(json(absent, "'status':-1,'left':800")).isEqualTo("left=800.0 (status ABSENT -1)");
    assertThat(row(absent, "status,left", "UNKNOWN,800"))
        .isEqualTo("left=800.0 (status ABSENT UNKNOWN)");
  }

  @Test
  void codesMayBeNumbers() {
    ParseOptions codes = flags("fault=7|12");
    assertThat(json(codes, "'fault':7")).isEqualTo("fault.12=0.0 fault.7=1.0");
    assertThat(json(codes, "'fault':[12,'7']")).isEqualTo("fault.12=1.0 fault.7=1.0");
    assertThat(json(codes, "'fault':3")).isEqualTo("fault.12=0.0 fault.7=0.0");
    assertThat(row(codes, "fault", "12 7")).isEqualTo("fault.12=1.0 fault.7=1.0");
    assertThat(row(codes, "fault", "3")).isEqualTo("fault.12=0.0 fault.7=0.0");
  }

  /** Two readings of one series in a message would have no order. */
  @Test
  void aMetricWithTheNameOfAFlagIsLeftOut() {
    assertThat(json(UPS, "'status':'OB','left':800,'status.OB':5"))
        .isEqualTo(OB + " (status.OB BAD_NAME 5)");
    assertThat(row(UPS, "status,left,status.OB", "OB,800,5"))
        .isEqualTo(OB + " (status.OB BAD_NAME 5)");
    assertThat(json(UPS, "'status.OB':5"))
        .isEqualTo("NO_METRIC: the metric \"status.OB\" is one of --flags");
    assertThat(row(UPS, "status.OB", "5"))
        .isEqualTo("NO_METRIC: the metric \"status.OB\" is one of --flags");
  }

  @Test
  void messagesWithOneValueHaveFlagsByTheNameOfTheirMetric() {
    ParseOptions one = UPS.withLongLayout(new LongLayout("kind", "value"));
    for (ParseOptions options : List.of(one, one.withMetrics(Set.of("left")))) {
      assertThat(json(options, "'kind':'status','value':'OB X'"))
          .isEqualTo("status.LB=0.0 status.OB=1.0");
      assertThat(json(options, "'kind':'left','value':800")).isEqualTo("left=800.0");
      assertThat(row(options, "kind,value", "status,OB X"))
          .isEqualTo("status.LB=0.0 status.OB=1.0");
      assertThat(row(options, "kind,value", "left,800")).isEqualTo("left=800.0");
      assertThat(json(options, "'kind':'left','value':800,'status':'OB'").split(" "))
          .containsExactlyInAnyOrder(OB.split(" "));
      assertThat(row(options, "kind,value,status", "left,800,OB").split(" "))
          .containsExactlyInAnyOrder(OB.split(" "));
    }
    String refused = "NO_METRIC: status is 7; a text is required (--flags)";
    assertThat(json(one, "'kind':'status','value':7")).isEqualTo(refused);
    assertThat(row(one, "kind,value", "status,7")).isEqualTo(refused);
    refused = "NO_METRIC: the metric \"status.OB\" is one of --flags";
    assertThat(json(one, "'kind':'status.OB','value':7")).isEqualTo(refused);
    assertThat(row(one, "kind,value", "status.OB,7")).isEqualTo(refused);
    refused = "DUPLICATE_FIELD: status is there more than once";
    assertThat(json(one, "'kind':'status','value':'OB','status':'LB'")).isEqualTo(refused);
    assertThat(row(one, "kind,value,status", "status,OB,LB")).isEqualTo(refused);
  }

  @Test
  void statesOfOtherFieldsStayNumbers() {
    ParseOptions both =
        UPS.withTexts(
            ValueTexts.of(List.of("open=1", "OB=5"), true)
                .withFlags(TextFlags.of(List.of("status=OB|LB"))));
    assertThat(json(both, "'status':'OB','left':800,'door':'open','load':'50 %'"))
        .isEqualTo(OB + " door=1.0 load=50.0");
    assertThat(row(both, "status,left,door,load", "OB,800,open,50 %"))
        .isEqualTo(OB + " door=1.0 load=50.0");
  }

  /** Messages without the field are still for the fast path. */
  @Test
  void otherMessagesAreReadFast() {
    byte[] message =
        utf8("{\"timestamp\":\"2025-07-01T12:00:00Z\",\"sensor_id\":\"ups\",\"left\":800}");
    assertThat(Parsing.takesFastPath(new JsonMessageParser(UPS), message, 0, message.length))
        .isTrue();
  }
}
