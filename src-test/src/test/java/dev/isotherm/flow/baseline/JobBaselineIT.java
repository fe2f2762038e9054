package dev.isotherm.flow.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.baseline.Baselines;
import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.wire.BaselineFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CollectionUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A baseline comes to the operators of a job through the cluster. */
class JobBaselineIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  @TempDir private Path folder;

  private static final class MeanOf extends RichMapFunction<String, Double> {
    private static final long serialVersionUID = 1;
    private transient Baselines baseline;

    @Override
    public void open(OpenContext context) {
      baseline = JobBaseline.of(getRuntimeContext());
    }

    @Override
    public Double map(String sensor) {
      return baseline.ofSensor(sensor).at("t", 0).map(usual -> usual.mean()).orElse(Double.NaN);
    }
  }

  private static List<Double> means(StreamExecutionEnvironment environment) throws Exception {
    return CollectionUtil.iteratorToList(
        environment
            .fromData("a", "b")
            .map(new MeanOf())
            .returns(Types.DOUBLE)
            .setParallelism(1)
            .executeAndCollect());
  }

  @Test
  void theFileIsReadWhereTheOperatorsRun() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("usual.jsonl"),
            """
            {"baseline":1,"by":"none","zone":"UTC","days":28}
            {"sensor_id":"a","metric":"t","slot":"all","count":9,"mean":7.5,"stddev":2,"p5":1,\
            "p25":1,"p50":1,"p75":1,"p95":1}
            """);
    StreamExecutionEnvironment environment = FLINK.create(new Configuration());
    JobBaseline.add(environment, file, Baselines.of(BaselineFile.read(file)));
    JobBaseline.FILE.forgetAll();
    assertThat(means(environment)).containsExactly(7.5, Double.NaN);
  }

  @Test
  void aJobWithoutABaselineHasNone() throws Exception {
    assertThat(means(FLINK.create(new Configuration()))).containsExactly(Double.NaN, Double.NaN);
  }
}
