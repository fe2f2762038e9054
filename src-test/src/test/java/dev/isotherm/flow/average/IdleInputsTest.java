package dev.isotherm.flow.average;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.io.PushingAsyncDataInput.DataOutput;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.StatusWatermarkValve;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.Test;

/**
 * How Flink joins the watermarks of the subtasks before a merge. The merge relies on it to end the
 * last windows when all subtasks become idle.
 */
class IdleInputsTest {

  private final List<Long> watermarks = new ArrayList<>();

  private final DataOutput<Object> output =
      new DataOutput<>() {
        @Override
        public void emitRecord(StreamRecord<Object> record) {}

        @Override
        public void emitWatermark(Watermark watermark) {
          watermarks.add(watermark.getTimestamp());
        }

        @Override
        public void emitWatermarkStatus(WatermarkStatus status) {}

        @Override
        public void emitLatencyMarker(LatencyMarker marker) {}

        @Override
        public void emitRecordAttributes(RecordAttributes attributes) {}

        @Override
        public void emitWatermark(WatermarkEvent event) {}
      };

  @Test
  void theHighestWatermarkPassesWhenTwoInputsAreIdle() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int run = 0; run < 2_000; run++) {
      StatusWatermarkValve valve = new StatusWatermarkValve(2);
      watermarks.clear();
      long[] latest = {1, 1};
      boolean[] idle = new boolean[2];
      for (int input = 0; input < 2; input++) {
        watermark(valve, input, 1);
      }
      for (int step = 0; step < 20; step++) {
        int input = random.nextInt(2);
        if (idle[input]) {
          resume(valve, input);
          idle[input] = false;
        } else if (random.nextBoolean()) {
          latest[input] += random.nextInt(100);
          watermark(valve, input, latest[input]);
        } else {
          idle(valve, input);
          idle[input] = true;
        }
        if (idle[0] && idle[1]) {
          assertThat(watermarks.get(watermarks.size() - 1))
              .as("seed %d, run %d", seed, run)
              .isEqualTo(Math.max(latest[0], latest[1]));
        }
      }
    }
  }

  /** FLINK-40475: the watermark 200 is lost. docs/decisions/0012-flink-2.2.md says what follows. */
  @Test
  void aWatermarkIsLostWhenTheInputThatLagsBecomesIdleLast() throws Exception {
    StatusWatermarkValve valve = new StatusWatermarkValve(3);
    watermark(valve, 0, 100);
    watermark(valve, 1, 50);
    watermark(valve, 2, 200);
    idle(valve, 1);
    resume(valve, 1);
    watermark(valve, 1, 90);
    idle(valve, 2);
    idle(valve, 0);
    idle(valve, 1);
    assertThat(watermarks).containsExactly(50L, 100L);
  }

  private void watermark(StatusWatermarkValve valve, int input, long millis) throws Exception {
    valve.inputWatermark(new Watermark(millis), input, output);
  }

  private void idle(StatusWatermarkValve valve, int input) throws Exception {
    valve.inputWatermarkStatus(WatermarkStatus.IDLE, input, output);
  }

  private void resume(StatusWatermarkValve valve, int input) throws Exception {
    valve.inputWatermarkStatus(WatermarkStatus.ACTIVE, input, output);
  }
}
