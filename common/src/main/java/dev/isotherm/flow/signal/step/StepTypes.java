package dev.isotherm.flow.signal.step;

import dev.isotherm.flow.state.CompactType;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** How the results of steps are serialised, and the side output for those of groups. */
public final class StepTypes {

  public static final TypeInformation<StepResult> STEP_RESULT =
      new CompactType<>(StepResult.class, StepResultSerializer.INSTANCE, false);

  public static final TypeInformation<StepPart> STEP_PART =
      new CompactType<>(StepPart.class, StepPartSerializer.INSTANCE, false);

  static final TypeInformation<StepMembers> STEP_MEMBERS =
      new CompactType<>(StepMembers.class, StepMembersSerializer.INSTANCE, false);

  /** What sensors contribute to their groups. */
  public static final OutputTag<StepPart> PARTS = new OutputTag<>("parts", STEP_PART);

  private StepTypes() {}
}
