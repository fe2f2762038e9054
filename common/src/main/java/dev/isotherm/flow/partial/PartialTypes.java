package dev.isotherm.flow.partial;

import dev.isotherm.flow.state.CompactType;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** How partial aggregates are serialised. */
public final class PartialTypes {

  public static final TypeInformation<PartialBlock> PARTIAL_BLOCK =
      new CompactType<>(PartialBlock.class, PartialBlockSerializer.INSTANCE, false);

  private PartialTypes() {}
}
