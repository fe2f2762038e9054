package dev.isotherm.pipeline;

import dev.isotherm.alert.AlertStatus;
import dev.isotherm.average.PartialAverage;
import dev.isotherm.model.Accounting;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.ReadingBlock;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/** How what flows is serialised, and the names of the side outputs. */
public final class FlowTypes {

  public static final TypeInformation<Series> SERIES =
      new CompactType<>(Series.class, SeriesSerializer.INSTANCE, true);
  public static final TypeInformation<SeriesWindow> SERIES_WINDOW =
      new CompactType<>(SeriesWindow.class, SeriesWindowSerializer.INSTANCE, true);
  static final TypeInformation<WindowAtSeries> WINDOW_AT_SERIES =
      Types.POJO(WindowAtSeries.class, Map.of("window", SERIES_WINDOW));
  public static final TypeInformation<Reading> READING =
      Types.POJO(
          Reading.class,
          Map.of("series", SERIES, "epochMillis", Types.LONG, "value", Types.DOUBLE));
  public static final TypeInformation<SeriesReadings> SERIES_READINGS =
      new CompactType<>(SeriesReadings.class, SeriesReadingsSerializer.INSTANCE, false);
  public static final TypeInformation<Rejection> REJECTION = Types.POJO(Rejection.class);
  public static final TypeInformation<LineBlock> LINE_BLOCK = Types.POJO(LineBlock.class);
  static final TypeInformation<ReadingBlock> READING_BLOCK = Types.POJO(ReadingBlock.class);
  public static final TypeInformation<MessageBlock> MESSAGE_BLOCK =
      Types.POJO(
          MessageBlock.class,
          Map.of(
              "partition",
              Types.INT,
              "firstOffset",
              Types.LONG,
              "nextOffset",
              Types.LONG,
              "readings",
              READING_BLOCK,
              "rejections",
              Types.LIST(REJECTION)));
  public static final TypeInformation<Average> AVERAGE = Types.POJO(Average.class);
  public static final TypeInformation<AverageUpdate> AVERAGE_UPDATE =
      Types.POJO(AverageUpdate.class);
  public static final TypeInformation<Transition> TRANSITION = AlertTypes.TRANSITION;
  public static final TypeInformation<LateReading> LATE_READING = Types.POJO(LateReading.class);
  static final TypeInformation<AlertStatus> ALERT_STATUS = AlertTypes.STATUS;
  static final TypeInformation<LastEvaluated> LAST_EVALUATED = Types.POJO(LastEvaluated.class);
  public static final TypeInformation<RulesUpdate> RULES_UPDATE = Types.POJO(RulesUpdate.class);
  static final TypeInformation<DueUntil> DUE_UNTIL =
      Types.POJO(DueUntil.class, Map.of("transition", TRANSITION, "millis", Types.LONG));
  static final TypeInformation<PartialAverage> PARTIAL_AVERAGE =
      new CompactType<>(PartialAverage.class, PartialAverageSerializer.INSTANCE, false);
  static final TypeInformation<Partial> PARTIAL =
      new CompactType<>(Partial.class, PartialSerializer.INSTANCE, false);
  static final TypeInformation<OpenWindow> OPEN_WINDOW =
      new CompactType<>(OpenWindow.class, OpenWindowSerializer.INSTANCE, false);

  static final TypeInformation<Accounting> ACCOUNTING =
      Types.POJO(
          Accounting.class,
          Map.of(
              "messages",
              Types.LONG,
              "accepted",
              Types.LONG,
              "rejected",
              Types.MAP(Types.ENUM(RejectionReason.class), Types.LONG),
              "readings",
              Types.LONG,
              "aggregated",
              Types.LONG,
              "late",
              Types.LONG,
              "windowsPerReading",
              Types.INT));
  static final TypeInformation<ProgressPart> PROGRESS_PART =
      Types.POJO(
          ProgressPart.class,
          Map.of(
              "partitions",
              Types.PRIMITIVE_ARRAY(Types.INT),
              "firstOffsets",
              Types.PRIMITIVE_ARRAY(Types.LONG),
              "nextOffsets",
              Types.PRIMITIVE_ARRAY(Types.LONG),
              "counted",
              ACCOUNTING,
              "deadlinesMillis",
              Types.LONG));
  public static final TypeInformation<Progress> PROGRESS =
      Types.POJO(
          Progress.class,
          Map.of(
              "watermarkMillis",
              Types.LONG,
              "deadlinesMillis",
              Types.LONG,
              "firstOffsets",
              Types.MAP(Types.INT, Types.LONG),
              "nextOffsets",
              Types.MAP(Types.INT, Types.LONG),
              "accounting",
              ACCOUNTING));
  static final TypeInformation<Session> SESSION =
      Types.POJO(
          Session.class,
          Map.of("window", SERIES_WINDOW, "total", PARTIAL_AVERAGE, "nextRevision", Types.INT));

  static final TypeInformation<LedgerClaim> LEDGER_CLAIM =
      Types.POJO(
          LedgerClaim.class,
          Map.of("reading", READING, "leftOut", Types.BOOLEAN, "windowEndMillis", Types.LONG));

  static final OutputTag<Rejection> REJECTED = new OutputTag<>("rejected", REJECTION);
  static final OutputTag<LateReading> LATE = new OutputTag<>("late", LATE_READING);

  /** What falls due after the last reading of its series. */
  static final OutputTag<Transition> AFTER_LAST = new OutputTag<>("after-last", TRANSITION);

  static final OutputTag<ProgressPart> PROGRESS_PARTS =
      new OutputTag<>("progress-parts", PROGRESS_PART);

  static final OutputTag<Partial> PARTIALS = new OutputTag<>("partials", PARTIAL);

  private FlowTypes() {}
}
