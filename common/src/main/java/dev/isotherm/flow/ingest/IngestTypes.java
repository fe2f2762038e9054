package dev.isotherm.flow.ingest;

import dev.isotherm.model.Rejection;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.ReadingBlock;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;

/** How messages, readings and rejections are serialised, and the side output of rejections. */
public final class IngestTypes {

  public static final TypeInformation<Rejection> REJECTION = Types.POJO(Rejection.class);

  public static final TypeInformation<LineBlock> LINE_BLOCK = Types.POJO(LineBlock.class);

  public static final TypeInformation<ReadingBlock> READING_BLOCK = Types.POJO(ReadingBlock.class);

  public static final TypeInformation<MessageBlock> MESSAGE_BLOCK = Types.POJO(MessageBlock.class);

  public static final OutputTag<Rejection> REJECTED = new OutputTag<>("rejected", REJECTION);

  private IngestTypes() {}
}
