package dev.isotherm.bench.micro;

import dev.isotherm.bench.ReadingText;
import dev.isotherm.parse.fast.FastMessage;
import dev.isotherm.parse.fast.MessageParser;
import dev.isotherm.parse.json.JsonMessageParser;
import dev.isotherm.parse.mapping.ParseOptions;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One JSON message, of a thousand sensors. */
@State(Scope.Thread)
public class ParserMicro {

  private static final int MESSAGES = 1 << 16;

  private final MessageParser parser = new JsonMessageParser(ParseOptions.defaults());
  private final byte[][] messages = new byte[MESSAGES][];
  private final FastMessage readings = new FastMessage();
  private int next;

  public ParserMicro() {
    Random random = new Random(1);
    for (int i = 0; i < MESSAGES; i++) {
      StringBuilder json = new StringBuilder();
      String value = ReadingText.number(20 + 6 * random.nextGaussian(), random);
      String timestamp = ReadingText.timestamp(1_751_328_000_000L + i);
      ReadingText.object(json, i % 1_000, timestamp, value);
      messages[i] = json.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  @Benchmark
  public int parse() {
    byte[] message = messages[next++ & (MESSAGES - 1)];
    return parser.fastPath().read(message, 0, message.length, readings);
  }
}
