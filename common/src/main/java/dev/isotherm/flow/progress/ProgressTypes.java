package dev.isotherm.flow.progress;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/** How progress is serialised, and the side output of its parts. */
public final class ProgressTypes {

  public static final TypeInformation<ProgressPart> PROGRESS_PART = Types.POJO(ProgressPart.class);

  public static final TypeInformation<Progress> PROGRESS = Types.POJO(Progress.class);

  public static final TypeInformation<ProgressUpdate> PROGRESS_UPDATE =
      Types.POJO(ProgressUpdate.class);

  public static final OutputTag<ProgressPart> PROGRESS_PARTS =
      new OutputTag<>("progress-parts", PROGRESS_PART);

  private ProgressTypes() {}
}
