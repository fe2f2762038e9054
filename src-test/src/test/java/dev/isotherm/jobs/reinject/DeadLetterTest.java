package dev.isotherm.jobs.reinject;

import static dev.isotherm.fixtures.DeadLetters.letter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.fixtures.DeadLetters;
import dev.isotherm.model.RejectionReason;
import dev.isotherm.wire.ReinjectionMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private static final String NOT_JSON = "isotherm.reason=NOT_JSON";
  private static final Reinjection.Plan ALL = new Reinjection.Plan(Set.of(), false, null, 9);

  @Test
  void goesAsItCameWithOneMarkMore() {
    ProducerRecord<byte[], byte[]> message =
        letter(
                "{",
                "trace=a",
                "isotherm.reinjected=r-0:1",
                "trace=b",
                NOT_JSON,
                "isotherm.detail=is bad")
            .message("readings", "{}".getBytes(UTF_8));
    assertThat(message.topic()).isEqualTo("readings");
    assertThat(message.partition()).as("follows from the key").isNull();
    assertThat(message.timestamp()).as("is that of the producer").isNull();
    assertThat(message.key()).asString().isEqualTo("k");
    assertThat(message.value()).asString().isEqualTo("{}");
    List<String> headers = new ArrayList<>();
    message.headers().forEach(h -> headers.add(h.key() + "=" + new String(h.value(), UTF_8)));
    assertThat(headers).containsExactly("trace=a", "trace=b", "isotherm.reinjected=r-3:7");
  }

  @Test
  void whatCannotComeBackWholeIsLeft() {
    assertThat(ALL.refuses(letter("{", NOT_JSON), Set.of())).isNull();
    DeadLetter cut = letter("{", NOT_JSON, "isotherm.cut=6000000");
    assertThat(ALL.refuses(cut, Set.of())).isEqualTo(DeadLetterOutcome.CUT);
    assertThat(cut.missing()).isEqualTo("only the first 1 of its 6000000 bytes are there");
    DeadLetter bare = letter("{", NOT_JSON, "isotherm.cut-headers=2");
    assertThat(ALL.refuses(bare, Set.of())).isEqualTo(DeadLetterOutcome.CUT);
    assertThat(bare.missing()).isEqualTo("its headers, 2 of them, are not there");
    assertThat(ALL.refuses(letter(null, NOT_JSON), Set.of())).isEqualTo(DeadLetterOutcome.NO_VALUE);
    assertThat(ALL.refuses(letter(null, NOT_JSON, "isotherm.cut=0"), Set.of()))
        .isEqualTo(DeadLetterOutcome.NO_VALUE);
  }

  @Test
  void whatHasNoReasonIsNotOurs() {
    assertThat(ALL.refuses(letter("{", "isotherm.detail=x"), Set.of()))
        .isEqualTo(DeadLetterOutcome.FOREIGN);
  }

  @Test
  void onlyTheReasonsAskedForAreTakenAndAllIfNone() {
    Reinjection.Plan some =
        new Reinjection.Plan(
            Set.of(RejectionReason.NOT_JSON, RejectionReason.NO_SENSOR), false, null, 9);
    assertThat(some.refuses(letter("{", NOT_JSON), Set.of())).isNull();
    assertThat(some.refuses(letter("{", "isotherm.reason=EMPTY"), Set.of()))
        .isEqualTo(DeadLetterOutcome.OTHER_REASON);
    DeadLetter newer = letter("{", "isotherm.reason=OF_A_NEWER_VERSION");
    assertThat(ALL.refuses(newer, Set.of())).isNull();
  }

  @Test
  void whatCameBackIsLeftUnlessAskedForAgain() {
    DeadLetter back = letter("{", NOT_JSON, "isotherm.reinjected=r-0:1");
    assertThat(ALL.refuses(back, Set.of())).isEqualTo(DeadLetterOutcome.REJECTED_AGAIN);
    assertThat(new Reinjection.Plan(Set.of(), true, null, 9).refuses(back, Set.of())).isNull();
  }

  @Test
  void aMarkIsOfOneLetterAlone() {
    DeadLetter letter = letter("{", "isotherm.reason=A\"B");
    ReinjectionMark mark = letter.mark();
    assertThat(mark.key()).isEqualTo("{\"topic\":\"r\",\"partition\":3,\"offset\":7}");
    assertThat(mark.value())
        .isEqualTo("{\"reason\":\"A\\\"B\",\"rejected_at\":\"1970-01-01T00:00:00.007Z\"}");
    ConsumerRecord<byte[], byte[]> notAMark = DeadLetters.entry(8, null);
    assertThat(ReinjectionMark.read(notAMark.key(), notAMark.value())).isNotEqualTo(mark);
    ProducerRecord<byte[], byte[]> written = letter.mark("marks");
    assertThat(written.key()).asString().isEqualTo(mark.key());
    assertThat(written.value()).asString().isEqualTo(mark.value());
  }
}
