package dev.isotherm.jobs.page.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.jobs.kafka.TopicNames;
import dev.isotherm.jobs.page.model.PageLimits;
import dev.isotherm.jobs.page.model.PageModel;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Reading;
import dev.isotherm.model.Series;
import dev.isotherm.model.SeriesWindow;
import dev.isotherm.wire.JsonLinesWriter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ResultRecordsReaderTest {

  private static final Series SERIES = new Series("a", "temperature");

  private final PageModel model = new PageModel(new PageLimits(3, 100));
  private final ResultRecordsReader reader =
      new ResultRecordsReader(TopicNames.DEFAULTS, model, (progress, at) -> {}, () -> {});

  private void read(Exclusion excludedFrom, SeriesWindow window) {
    LateReading entry = new LateReading(new Reading(SERIES, 5, 20, 1), excludedFrom, window);
    reader.accept(
        new ConsumerRecord<>(TopicNames.DEFAULTS.late(), 0, 0, null, JsonLinesWriter.of(entry)));
  }

  @Test
  void aReadingThatRepeatsAnotherIsNotLate() {
    read(Exclusion.EVERYTHING, null);
    assertThat(model.size()).isZero();
    read(Exclusion.AVERAGES, new SeriesWindow(SERIES, 0, 10));
    assertThat(model.size()).isEqualTo(1);
    assertThat(new String(model.update(), StandardCharsets.UTF_8)).contains("\"late\":[0,1]");
    read(Exclusion.EVERYTHING, null);
    assertThat(model.update()).isNull();
  }
}
