package dev.isotherm.jobs.verify.job;

import dev.isotherm.flow.alert.AlertTypes;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.jobs.verify.compare.Difference;
import dev.isotherm.model.Series;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.OutputTag;

/** How results and differences are serialised, and the side output of undecided differences. */
final class ResultTypes {

  static final TypeInformation<PublishedRecord> PUBLISHED_RECORD =
      Types.POJO(PublishedRecord.class);

  static final TypeInformation<WindowResult> WINDOW_RESULT = Types.POJO(WindowResult.class);

  static final TypeInformation<Tuple2<Series, Long>> WINDOW_KEY =
      Types.TUPLE(ModelTypes.SERIES, Types.LONG);

  static final TypeInformation<AlertResult> ALERT_RESULT =
      Types.POJO(
          AlertResult.class,
          Map.of(
              "transition", AlertTypes.TRANSITION,
              "afterLastReading", Types.BOOLEAN,
              "order", Types.LONG));

  static final TypeInformation<Tuple2<String, Series>> ALERT_KEY =
      Types.TUPLE(Types.STRING, ModelTypes.SERIES);

  static final TypeInformation<RejectionResult> REJECTION_RESULT =
      Types.POJO(RejectionResult.class);

  static final TypeInformation<Difference> DIFFERENCE = Types.POJO(Difference.class);

  static final TypeInformation<Clue> CLUE = Types.POJO(Clue.class);

  /** Differences that later messages may explain. */
  static final OutputTag<Difference> UNDECIDED = new OutputTag<>("undecided", DIFFERENCE);

  private ResultTypes() {}
}
