package dev.isotherm.jobs.commands.inspect;

import dev.isotherm.jobs.commands.options.MappingOptions;
import dev.isotherm.parse.inspect.FieldSampler;
import dev.isotherm.parse.inspect.MappingInference;
import dev.isotherm.parse.inspect.Proposal;
import dev.isotherm.parse.mapping.ParseOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a sample of messages shows.
 *
 * @param looked at what, in words
 * @param settings the options with which the messages would be read, those that were given first,
 *     see {@link MappingOptions}
 * @param notes what the user should know: a sentence each
 * @param questions what only the user can decide: a sentence each
 * @param fields what the fields look like
 * @param trial what the options make of the sample
 */
public record Inspection(
    String looked,
    Map<String, List<String>> settings,
    List<String> notes,
    List<String> questions,
    FieldSampler fields,
    TrialReadings trial) {

  public Inspection {
    settings = new LinkedHashMap<>(settings);
    notes = List.copyOf(notes);
    questions = List.copyOf(questions);
  }

  /**
   * Infers a mapping.
   *
   * @param sampler takes the sample, given the array whose elements are messages
   * @param looked says what was looked at
   * @param given what the user has said, and what the sample could not be read without
   * @return an inspection without a trial
   */
  static Inspection of(
      Function<@Nullable String, FieldSampler> sampler,
      Function<FieldSampler, String> looked,
      MappingInference.Source source,
      Map<String, List<String>> given) {
    Map<String, List<String>> settings = new LinkedHashMap<>(given);
    List<String> notes = new ArrayList<>();
    ParseOptions options = MappingOptions.of(settings).parseOptions();
    FieldSampler fields = sampler.apply(options.elements());
    Proposal proposal = MappingInference.of(fields, source, options);
    if (proposal.elements() != null) {
      ParseOptions divided = options.withElements(proposal.elements());
      FieldSampler elements = sampler.apply(proposal.elements());
      Proposal ofElements = MappingInference.of(elements, source, divided);
      if (ofElements.isBetterThan(proposal)) {
        settings.put("elements", List.of(proposal.elements()));
        notes.add("--elements " + proposal.elements() + ": each element of the array is a message");
        fields = elements;
        proposal = ofElements;
      }
    }
    proposal.settings().forEach(one -> settings.put(one.key(), List.of(one.value())));
    proposal.settings().stream()
        .filter(one -> !one.why().isEmpty())
        .map(one -> "--" + one.key() + " " + one.value() + ": " + one.why())
        .forEach(notes::add);
    notes.addAll(proposal.notes());
    return new Inspection(
        looked.apply(fields), settings, notes, proposal.questions(), fields, new TrialReadings());
  }

  /** Returns an inspection of what cannot be read. */
  static Inspection unreadable(
      Map<String, List<String>> settings, List<String> notes, String question) {
    return new Inspection(
        "cannot be read as it is",
        settings,
        notes,
        List.of(question),
        new FieldSampler(null),
        new TrialReadings());
  }

  /** Returns this inspection with notes before its own. */
  Inspection withNotesBefore(List<String> others) {
    List<String> all = Stream.concat(others.stream(), notes.stream()).toList();
    return new Inspection(looked, settings, all, questions, fields, trial);
  }

  /** Returns this inspection with a question after its own. */
  Inspection withQuestion(String question) {
    List<String> all = Stream.concat(questions.stream(), Stream.of(question)).toList();
    return new Inspection(looked, settings, notes, all, fields, trial);
  }

  /** Whether the options read any message of the sample. */
  public boolean isUsable() {
    return trial.accepted() > 0;
  }

  /** The options that were not given, as on a command line; empty if none is needed. */
  public String proposed(Map<String, List<String>> given) {
    Map<String, List<String>> others = new LinkedHashMap<>(settings);
    others.keySet().removeAll(given.keySet());
    return MappingText.arguments(others);
  }
}
