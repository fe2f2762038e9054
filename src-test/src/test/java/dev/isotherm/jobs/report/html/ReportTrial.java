package dev.isotherm.jobs.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.isotherm.baseline.Baseline;
import dev.isotherm.fixtures.HtmlPage;
import dev.isotherm.flow.ingest.MessageCounters;
import dev.isotherm.jobs.files.ResultFolder;
import dev.isotherm.jobs.report.BatchRequest;
import dev.isotherm.jobs.report.BatchResults;
import dev.isotherm.model.Average;
import dev.isotherm.model.Rejection;
import dev.isotherm.model.Transition;
import dev.isotherm.parse.mapping.ParseOptions;
import dev.isotherm.parse.message.LeftOut;
import dev.isotherm.rules.RuleSet;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.window.WindowSpec;
import dev.isotherm.window.Windowing;
import dev.isotherm.wire.JsonLinesWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.util.OptionalFailure;

/** Results as a run would leave them, and the report of them. */
final class ReportTrial {

  final List<Average> averages = new ArrayList<>();
  final List<Transition> transitions = new ArrayList<>();
  final List<Rejection> rejections = new ArrayList<>();
  final List<LeftOut> leftOut = new ArrayList<>();
  List<String> inputs = List.of("readings.jsonl");
  List<String> warnings = List.of();
  RuleSet rules = RuleSet.NONE;
  ZoneId zone = ZoneId.of("UTC");
  String window = "day";

  /** Writes the report of a folder with these results. */
  HtmlPage page() throws Exception {
    Windowing windowing = WindowSpec.parse(window).windowing(zone);
    try (ResultFolder folder = ResultFolder.prepare(null, true)) {
      write(folder, ResultFolder.AVERAGES, averages.stream().map(JsonLinesWriter::of).toList());
      write(
          folder, ResultFolder.TRANSITIONS, transitions.stream().map(JsonLinesWriter::of).toList());
      write(folder, ResultFolder.REJECTED, rejections.stream().map(JsonLinesWriter::of).toList());
      BatchRequest request =
          new BatchRequest(
              rules,
              SensorTable.EMPTY,
              Baseline.EMPTY,
              windowing,
              null,
              ParseOptions.defaults(),
              BatchRequest.Files.NONE,
              true,
              warnings);
      BatchResults results = BatchResults.read(folder, job(), request, 0);
      ReportRun run =
          new ReportRun(
              "batch",
              "isotherm 1",
              inputs,
              window,
              windowing,
              rules,
              zone,
              rejection -> rejection.source() + ":" + rejection.position());
      StringBuilder html = new StringBuilder();
      new HtmlReport(run).write(results, folder, html);
      return HtmlPage.of(html.toString());
    }
  }

  private JobExecutionResult job() {
    Map<String, OptionalFailure<Object>> counted = new HashMap<>();
    long readings = averages.stream().mapToLong(Average::count).sum();
    long rejected = rejections.stream().mapToLong(Rejection::messages).sum();
    counted.put(MessageCounters.MESSAGES, OptionalFailure.of(readings + rejected));
    counted.put(MessageCounters.ACCEPTED, OptionalFailure.of(readings));
    counted.put(MessageCounters.READINGS, OptionalFailure.of(readings));
    counted.put(MessageCounters.LEFT_OUT, OptionalFailure.of(leftOut));
    return new JobExecutionResult(new JobID(), 0, counted);
  }

  private static void write(ResultFolder folder, String kind, List<byte[]> lines)
      throws IOException {
    Path to = Path.of(folder.path().getPath(), kind);
    Files.createDirectories(to);
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(new String(line, UTF_8)).append('\n'));
    Files.writeString(to.resolve("part-0"), text);
  }
}
