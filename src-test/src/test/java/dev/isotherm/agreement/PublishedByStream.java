package dev.isotherm.agreement;

import dev.isotherm.fixtures.LiveKafka;
import dev.isotherm.model.Average;
import dev.isotherm.model.LateReading;
import dev.isotherm.model.LateReading.Exclusion;
import dev.isotherm.model.Transition;
import dev.isotherm.model.TransitionReason;
import dev.isotherm.wire.JsonLinesReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the topics of a stream hold.
 *
 * @param averages the last of each window
 * @param revisions how many averages were published again
 * @param withdrawn how many were taken back
 * @param transitions each id once, without those that may be taken back
 * @param takenBack transitions that may be taken back: they come before a retraction of their alert
 * @param lastOfAlerts the last record of each alert
 * @param dead rejected messages
 */
record PublishedByStream(
    List<Average> averages,
    long revisions,
    long withdrawn,
    List<Transition> transitions,
    List<Transition> takenBack,
    Map<List<?>, Transition> lastOfAlerts,
    List<LateReading> lateForAverages,
    List<LateReading> lateForAlerts,
    List<LateReading> lateForSignals,
    List<LateReading> implausible,
    List<LateReading> notChecked,
    List<ConsumerRecord<byte[], byte[]>> dead) {

  static List<?> alert(Transition transition) {
    return List.of(transition.rule(), transition.series());
  }

  static PublishedByStream read(LiveKafka kafka, LiveKafka.TestTopics topics) {
    Map<String, Average> averages = new LinkedHashMap<>();
    long revisions = 0;
    long withdrawn = 0;
    for (ConsumerRecord<byte[], byte[]> one : kafka.readAll(topics.averages())) {
      String key = AgreementIT.utf8(one.key());
      Average before =
          one.value() == null
              ? averages.remove(key)
              : averages.put(key, JsonLinesReader.readAverage(one.value()));
      if (one.value() == null) {
        withdrawn++;
      } else {
        Average now = averages.get(key);
        revisions += now.revision() > 0 ? 1 : 0;
        if (before != null && now.revision() <= before.revision()) {
          throw new AssertionError("revision " + now.revision() + " after " + before);
        }
      }
    }
    Map<String, Transition> transitions = new LinkedHashMap<>();
    Map<String, Transition> takenBack = new LinkedHashMap<>();
    Map<List<?>, Transition> last = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> one : kafka.readAll(topics.alerts())) {
      Transition transition = JsonLinesReader.readTransition(one.value());
      last.put(alert(transition), transition);
      if (transition.reason() == TransitionReason.TAKEN_BACK) {
        transitions.values().stream()
            .filter(before -> alert(before).equals(alert(transition)))
            .forEach(before -> takenBack.put(before.id(), before));
        transitions.keySet().removeAll(takenBack.keySet());
      } else {
        takenBack.remove(transition.id());
        transitions.put(transition.id(), transition);
      }
    }
    List<LateReading> late =
        kafka.readAll(topics.late()).stream()
            .map(one -> JsonLinesReader.readLate(one.value()))
            .toList();
    return new PublishedByStream(
        new ArrayList<>(averages.values()),
        revisions,
        withdrawn,
        new ArrayList<>(transitions.values()),
        new ArrayList<>(takenBack.values()),
        last,
        late.stream().filter(one -> one.excludedFrom() == Exclusion.AVERAGES).toList(),
        late.stream().filter(one -> one.excludedFrom() == Exclusion.ALERTS).toList(),
        late.stream().filter(one -> one.excludedFrom() == Exclusion.SIGNALS).toList(),
        late.stream().filter(one -> one.excludedFrom().isImplausible()).toList(),
        late.stream().filter(one -> one.excludedFrom() == Exclusion.STUCK_CHECK).toList(),
        kafka.readAll(topics.rejected()));
  }
}
