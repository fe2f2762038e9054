package dev.isotherm.flow.signal;

import dev.isotherm.flow.state.CompactType;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How the messages of signals, and what is kept of them, are serialised. */
public final class SignalTypes {

  public static final TypeInformation<SignalMessage> SIGNAL_MESSAGE =
      new CompactType<>(SignalMessage.class, SignalMessageSerializer.INSTANCE, false);

  public static final TypeInformation<TaggedMessage> TAGGED_MESSAGE =
      Types.POJO(TaggedMessage.class, Map.of("message", SIGNAL_MESSAGE, "late", Types.BOOLEAN));

  public static final TypeInformation<KeptState> KEPT_STATE =
      new CompactType<>(KeptState.class, KeptStateSerializer.INSTANCE, false);

  private SignalTypes() {}
}
