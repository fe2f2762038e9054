package dev.isotherm.flow.replay;

import dev.isotherm.flow.partial.PartialBlock;
import dev.isotherm.flow.partial.PartialTypes;
import dev.isotherm.flow.state.ModelTypes;
import dev.isotherm.model.LateReading;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/** How the readings of a replay are serialised, and its side outputs. */
public final class ReplayTypes {

  public static final TypeInformation<TaggedReading> TAGGED_READING =
      Types.POJO(
          TaggedReading.class,
          Map.of(
              "reading", ModelTypes.READING, "late", Types.BOOLEAN, "windowEndMillis", Types.LONG));

  public static final OutputTag<PartialBlock> PARTIALS =
      new OutputTag<>("partials", PartialTypes.PARTIAL_BLOCK);

  /** Entries of the late log that name no reading of the topic. */
  public static final OutputTag<LateReading> UNMATCHED =
      new OutputTag<>("unmatched", ModelTypes.LATE_READING);

  private ReplayTypes() {}
}
