package dev.isotherm.flow.sensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.fixtures.LiveFlink;
import dev.isotherm.sensors.SensorTable;
import dev.isotherm.sensors.SensorTables;
import dev.isotherm.sensors.file.SensorFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CollectionUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table comes to the operators of a job through the cluster. */
class JobSensorsIT {
  @RegisterExtension static final LiveFlink FLINK = new LiveFlink();

  private static final String TEXT = "sensors: [{ sensor: 's*', labels: { site: north } }]\n";

  @TempDir private Path folder;

  private static final class SiteOf extends RichMapFunction<String, String> {
    private static final long serialVersionUID = 1;
    private transient SensorTable table;

    @Override
    public void open(OpenContext context) {
      table = JobSensors.of(getRuntimeContext()).latest();
    }

    @Override
    public String map(String sensor) {
      return table.labels(sensor).getOrDefault("site", "none");
    }
  }

  private static StreamExecutionEnvironment environment(RuntimeExecutionMode mode) {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
    return FLINK.create(configuration);
  }

  private static List<String> sites(StreamExecutionEnvironment environment) throws Exception {
    return CollectionUtil.iteratorToList(
        environment
            .fromData("s1", "room")
            .map(new SiteOf())
            .returns(Types.STRING)
            .setParallelism(1)
            .executeAndCollect());
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void theFileIsReadWhereTheOperatorsRun(RuntimeExecutionMode mode) throws Exception {
    Path file = Files.writeString(folder.resolve("sensors.yaml"), TEXT);
    StreamExecutionEnvironment environment = environment(mode);
    JobSensors.add(environment, file, new SensorTables(SensorFile.read(file)));
    JobSensors.FILE.forgetAll();
    assertThat(sites(environment)).containsExactly("north", "none");
  }

  @Test
  void aJobWithoutATableHasNone() throws Exception {
    assertThat(sites(environment(RuntimeExecutionMode.STREAMING))).containsExactly("none", "none");
  }

  @Test
  void aFileThatChangesMeanwhileFailsTheJob() throws Exception {
    Path file = Files.writeString(folder.resolve("sensors.yaml"), TEXT);
    StreamExecutionEnvironment environment = environment(RuntimeExecutionMode.BATCH);
    JobSensors.add(environment, file, new SensorTables(SensorFile.read(file)));
    JobSensors.FILE.forgetAll();
    Files.writeString(file, TEXT.replace("north", "south"));
    assertThatThrownBy(() -> sites(environment))
        .hasStackTraceContaining(
            "--sensors sensors.yaml: has changed while the job was being started");
  }
}
