package dev.isotherm.pipeline;

import dev.isotherm.model.Rejection;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.MessageParser;
import dev.isotherm.parse.Parsed;
import java.util.Arrays;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Parses the lines of files. Blank lines are no messages. */
final class ParseLines extends MessageOperator<LineBlock> {

  private static final long serialVersionUID = 1;

  private final FileParsers parsers;

  ParseLines(FileParsers parsers) {
    this.parsers = parsers;
  }

  @Override
  public void processElement(StreamRecord<LineBlock> element) {
    LineBlock block = element.getValue();
    MessageParser parser = parsers.parserFor(block);
    block.forEachLine((offset, length) -> parse(parser, block, offset, length));
  }

  private void parse(MessageParser parser, LineBlock block, int offset, int length) {
    Parsed parsed = parser.parse(block.bytes(), offset, length);
    if (parsed instanceof Parsed.Accepted accepted) {
      accept(accepted.readings());
    } else if (parsed instanceof Parsed.Rejected rejected) {
      byte[] raw = Arrays.copyOfRange(block.bytes(), offset, offset + length);
      reject(
          new Rejection(
              rejected.reason(),
              rejected.detail(),
              block.source(),
              block.position() + offset,
              raw,
              null));
    }
  }
}
