package dev.isotherm.flow.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a harness may be interrupted while it closes; so may a test
class PartsWithoutTimeHarnessTest {

  @Test
  void partsPassAndWatermarksDoNot() throws Exception {
    try (var harness =
        new OneInputStreamOperatorTestHarness<ProgressPart, ProgressPart>(new PartsWithoutTime())) {
      harness.open();
      harness.processElement(new StreamRecord<>(ProgressPart.ofLateForAlerts(7)));
      harness.processWatermark(new Watermark(5));
      harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
      harness.processWatermark(Watermark.MAX_WATERMARK);
      assertThat(harness.extractOutputValues())
          .extracting(ProgressPart::lateForAlerts)
          .containsExactly(7L);
      assertThat(harness.getOutput())
          .hasSize(3)
          .endsWith(WatermarkStatus.IDLE, Watermark.MAX_WATERMARK);
    }
  }
}
