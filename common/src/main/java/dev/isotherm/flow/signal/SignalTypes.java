package dev.isotherm.flow.signal;

import dev.isotherm.flow.state.CompactType;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/** How signals are serialised, and the side outputs of their evaluation. */
public final class SignalTypes {

  public static final TypeInformation<SignalMessage> SIGNAL_MESSAGE =
      new CompactType<>(SignalMessage.class, SignalMessageSerializer.INSTANCE, false);

  public static final TypeInformation<StepResult> STEP_RESULT =
      new CompactType<>(StepResult.class, StepResultSerializer.INSTANCE, false);

  public static final TypeInformation<StepPart> STEP_PART =
      new CompactType<>(StepPart.class, StepPartSerializer.INSTANCE, false);

  public static final TypeInformation<TaggedMessage> TAGGED_MESSAGE =
      Types.POJO(TaggedMessage.class, Map.of("message", SIGNAL_MESSAGE, "late", Types.BOOLEAN));

  static final TypeInformation<KeptState> KEPT_STATE =
      new CompactType<>(KeptState.class, KeptStateSerializer.INSTANCE, false);

  static final TypeInformation<StepMembers> STEP_MEMBERS =
      new CompactType<>(StepMembers.class, StepMembersSerializer.INSTANCE, false);

  /** What sensors contribute to their groups. */
  public static final OutputTag<StepPart> PARTS = new OutputTag<>("parts", STEP_PART);

  private SignalTypes() {}
}
