package dev.isotherm.flow.ingest;

import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Rejection;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.LineBlockParser;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.parse.message.Parsed;
import java.util.Arrays;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Parses the lines of files. Blank lines are no messages. */
public final class ParseLines extends MessageOperator<LineBlock, ReadingBlock> {

  private static final long serialVersionUID = 1;

  private final FileParsers parsers;

  private transient LineBlockParser parser;
  private transient LongCounter fileBytes;
  private transient LeftOutAccumulator leftOut;

  public ParseLines(FileParsers parsers) {
    this.parsers = parsers;
  }

  @Override
  public void open() throws Exception {
    super.open();
    parser = new LineBlockParser(parsers);
    fileBytes = new LongCounter();
    getRuntimeContext().addAccumulator(MessageCounters.FILE_BYTES, fileBytes);
    leftOut = new LeftOutAccumulator();
    getRuntimeContext().addAccumulator(MessageCounters.LEFT_OUT, leftOut);
  }

  @Override
  public void processElement(StreamRecord<LineBlock> element) {
    LineBlock block = element.getValue();
    parser.parse(
        block, this::accept, (rejected, offset, length) -> reject(rejected, block, offset, length));
    fileBytes.add(block.fileBytes());
  }

  @Override
  public void finish() throws Exception {
    leftOut.addAll(parser.takeLeftOut());
    super.finish();
  }

  private void accept(ReadingBlock readings) {
    output.collect(new StreamRecord<>(readings));
    countAccepted(readings.messages(), readings.count());
  }

  private void reject(Parsed.Rejected rejected, LineBlock block, int offset, int length) {
    byte[] raw = Arrays.copyOfRange(block.bytes(), offset, offset + length);
    reject(
        new Rejection(
            rejected.reason(),
            rejected.detail(),
            block.source(),
            block.position() + offset,
            raw,
            null,
            new MessageHeader[0]));
  }
}
