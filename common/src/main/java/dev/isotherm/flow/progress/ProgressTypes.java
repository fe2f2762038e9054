package dev.isotherm.flow.progress;

import dev.isotherm.flow.state.ModelTypes;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/** How progress is serialised, and the side output that it leaves operators by. */
public final class ProgressTypes {

  public static final TypeInformation<ProgressPart> PROGRESS_PART =
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
              ModelTypes.ACCOUNTING,
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
              ModelTypes.ACCOUNTING));

  public static final OutputTag<ProgressPart> PROGRESS_PARTS =
      new OutputTag<>("progress-parts", PROGRESS_PART);

  private ProgressTypes() {}
}
