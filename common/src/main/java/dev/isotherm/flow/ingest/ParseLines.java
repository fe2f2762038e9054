package dev.isotherm.flow.ingest;

import dev.isotherm.model.MessageHeader;
import dev.isotherm.model.Rejection;
import dev.isotherm.parse.FileParsers;
import dev.isotherm.parse.LineBlock;
import dev.isotherm.parse.LineBlockParser;
import dev.isotherm.parse.ReadingBlock;
import dev.isotherm.parse.RejectedMessage;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Parses the lines of files. Blank lines are no messages. */
public final class ParseLines extends MessageOperator<LineBlock, ReadingBlock>
    implements BoundedOneInput {

  private static final long serialVersionUID = 1;

  private final FileParsers parsers;

  private transient LineBlockParser parser;
  private transient LongCounter fileBytes;
  private transient LongCounter localTimes;
  private transient LeftOutAccumulator leftOut;
  private transient CountsByFile countsByFile;
  private transient ListAccumulator<String> columns;
  private transient Map<String, FileTally> tallies;
  private transient FileTally tally;
  private transient RepeatAccumulator repeats;
  private transient RepeatSample sample;
  private transient boolean isSampled;

  public ParseLines(FileParsers parsers) {
    this.parsers = parsers;
  }

  @Override
  public void open() throws Exception {
    super.open();
    parser = new LineBlockParser(parsers);
    fileBytes = new LongCounter();
    getRuntimeContext().addAccumulator(MessageCounters.FILE_BYTES, fileBytes);
    localTimes = new LongCounter();
    getRuntimeContext().addAccumulator(MessageCounters.LOCAL_TIMES, localTimes);
    leftOut = new LeftOutAccumulator();
    getRuntimeContext().addAccumulator(MessageCounters.LEFT_OUT, leftOut);
    countsByFile = new CountsByFile();
    getRuntimeContext().addAccumulator(MessageCounters.FILES, countsByFile);
    columns = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(MessageCounters.COLUMNS, columns);
    tallies = new HashMap<>();
    repeats = new RepeatAccumulator();
    getRuntimeContext().addAccumulator(MessageCounters.REPEATS, repeats);
    sample = new RepeatSample();
  }

  @Override
  public void processElement(StreamRecord<LineBlock> element) {
    LineBlock block = element.getValue();
    tally = tallyOf(block.source());
    isSampled = parsers.haveInstants(block);
    parser.parse(block, this::accept, (rejected, offset) -> reject(rejected, block, offset));
    fileBytes.add(block.fileBytes());
  }

  @Override
  public void finish() throws Exception {
    leftOut.addAll(parser.takeLeftOut());
    super.finish();
  }

  private FileTally tallyOf(String file) {
    boolean isKnown = tallies.containsKey(file) || tallies.size() < CountsByFile.MAX_FILES;
    return tallies.computeIfAbsent(
        isKnown ? file : CountsByFile.OTHERS, key -> new FileTally(parsers.zone()));
  }

  private void accept(ReadingBlock readings) {
    tally.accepted(readings); // before it is sent: its arrays are reused
    if (isSampled) {
      sample.add(readings);
    }
    output.collect(new StreamRecord<>(readings));
    countAccepted(readings.messages(), readings.count());
  }

  private void reject(RejectedMessage rejected, LineBlock block, int offset) {
    tally.rejected(rejected.messages());
    reject(
        new Rejection(
            rejected.why().reason(),
            rejected.why().detail(),
            block.source(),
            block.position() + offset,
            rejected.element(),
            rejected.messages(),
            rejected.raw(),
            null,
            Rejection.UNTIMED,
            new MessageHeader[0]));
  }

  /** Not before: accumulators are sent with each heartbeat. */
  @Override
  public void endInput() {
    tallies.forEach(
        (file, counted) -> countsByFile.add(new CountsByFile.OfFile(file, counted.counts())));
    parsers.columns().forEach(columns::add);
    localTimes.add(parser.hasReadLocalTimes() ? 1 : 0);
    repeats.add(sample);
  }
}
