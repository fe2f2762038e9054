package dev.isotherm.jobs.archive;

import dev.isotherm.flow.ingest.IngestTypes;
import dev.isotherm.flow.topology.ParsedMessages;
import dev.isotherm.flow.topology.Topology;
import dev.isotherm.jobs.files.FileRanges;
import dev.isotherm.jobs.files.LineBlockFormat;
import dev.isotherm.jobs.kafka.registry.RegistryAccess;
import dev.isotherm.model.RawMessage;
import dev.isotherm.parse.InstantBounds;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.wire.OffsetRange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;

/** Reads the archive of a stream, in BATCH mode. */
public final class ArchivedMessages {

  static final TypeInformation<RawMessage> RAW_MESSAGE = Types.POJO(RawMessage.class);

  private ArchivedMessages() {}

  /**
   * Reads messages, in no order.
   *
   * @param range the messages to read; {@code null} for all
   */
  public static SingleOutputStreamOperator<RawMessage> read(
      StreamExecutionEnvironment environment, List<Path> files, @Nullable OffsetRange range) {
    FileSource<LineBlock> source =
        FileSource.forBulkFileFormat(LineBlockFormat.ofArchive(), files.toArray(new Path[0]))
            .setFileEnumerator(() -> new FileRanges(false))
            .build();
    return environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "read archive")
        .uid("read-archive")
        .transform("messages of the archive", RAW_MESSAGE, new ReadLines(range))
        .uid("messages-of-archive");
  }

  /** Finds what is there twice or missing; {@link ArchivedPartition#of} has the result. */
  public static void check(SingleOutputStreamOperator<RawMessage> messages) {
    messages
        .getSideOutput(OffsetRun.TAG)
        .keyBy(OffsetRun::source, Types.STRING)
        .process(new CheckOffsets(), Types.VOID)
        .name("check offsets")
        .uid("check-offsets")
        .sinkTo(new DiscardingSink<>())
        .name("none")
        .uid("no-offsets");
  }

  /**
   * Parses messages in the way that a stream parses them.
   *
   * @param registry how the schema registry of the options is accessed, if there is one
   */
  public static ParsedMessages parse(
      DataStream<RawMessage> messages,
      ParseOptions parsing,
      InstantBounds bounds,
      RegistryAccess registry) {
    return Topology.split(
        messages
            .transform(
                "parse messages",
                IngestTypes.MESSAGE_BLOCK,
                new ParseMessages(parsing, bounds, registry))
            .uid("parse-messages"),
        Map.of(),
        Set.of());
  }
}
